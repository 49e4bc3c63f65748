/* Comfort on top of pages that also work without this file: no dependency, nothing kept on the device. */
"use strict";

(function () {
  const body = document.body;
  const text = body.dataset;

  /* Quick hide: a neutral screen over everything, for shared offices. Esc twice, or the button. */
  const cover = document.getElementById("cover");
  const realTitle = document.title;
  let lastEscape = 0;

  function hide() {
    if (!cover || cover.open) return;
    document.title = text.textCover;
    body.classList.add("covered");
    cover.showModal();
  }

  function show() {
    body.classList.remove("covered");
    document.title = realTitle;
    cover.close();
  }

  function escape(event) {
    if (event.key !== "Escape") return;
    if (cover.open) {
      event.preventDefault(); // pressing on in a hurry must not uncover the page again
      return;
    }
    closePanels();
    const now = Date.now();
    if (now - lastEscape < 700) hide();
    lastEscape = now;
  }

  if (cover) {
    document.querySelectorAll("[data-hide]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", hide);
    });
    cover.addEventListener("cancel", function (event) { event.preventDefault(); });
    cover.addEventListener("close", function () {
      if (body.classList.contains("covered")) cover.showModal();
    });
    cover.querySelector("[data-show]").addEventListener("click", show);
    document.addEventListener("keydown", escape, true);
  }

  /* Open panels of the top bar close when one looks elsewhere. */
  function closePanels(except) {
    document.querySelectorAll("details[data-panel][open]").forEach(function (panel) {
      if (panel !== except) panel.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closePanels(event.target.closest("details[data-panel]"));
  });

  /* One press, one act: a form that is on its way cannot be sent again. */
  function setBusy(form, busy) {
    form.toggleAttribute("data-busy", busy);
    form.querySelectorAll("button[type=submit], button:not([type])").forEach(function (button) {
      button.setAttribute("aria-disabled", busy ? "true" : "false");
    });
  }

  function sayOffline(form) {
    const kept = form.querySelector("[data-offline]");
    if (kept) {
      kept.textContent = kept.dataset.offline;
      return;
    }
    let line = form.querySelector(".form-offline");
    if (!line) {
      line = document.createElement("p");
      line.className = "form-offline";
      line.setAttribute("role", "alert");
      form.insertBefore(line, form.querySelector(":scope > .actions"));
    }
    line.textContent = text.textOffline;
    line.scrollIntoView({ block: "center" });
  }

  window.addEventListener("online", function () {
    document.querySelectorAll(".form-offline").forEach(function (line) { line.textContent = text.textOnline; });
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.hasAttribute("data-busy")) {
      event.preventDefault();
      return;
    }
    if (form.method !== "post") return;
    if (!navigator.onLine) { // the browser's own page for this would take what was typed with it
      event.preventDefault();
      sayOffline(form);
      return;
    }
    form.removeAttribute("data-dirty");
    if (!form.hasAttribute("hx-post")) setBusy(form, true);
  });

  function freeAll() {
    document.querySelectorAll("form[data-busy]").forEach(function (form) { setBusy(form, false); });
  }

  window.addEventListener("pageshow", freeAll);

  /* What was typed is not lost by a wrong click. */
  document.addEventListener("input", function (event) {
    const form = event.target.closest("form[data-dirty-check]");
    if (!form || form.method !== "post") return;
    form.setAttribute("data-dirty", ""); // leaving asks first, until it is kept
    form.setAttribute("data-typed", ""); // the lock takes it along, also when a draft of it is kept
  });

  window.addEventListener("beforeunload", function (event) {
    if (!document.querySelector("form[data-dirty]")) return;
    event.preventDefault();
    window.setTimeout(freeAll, 300); // runs only for who chose to stay: their button works again
  });

  /* What is typed without a connection stays on the screen, and is kept on the server as soon as there is one. */
  document.addEventListener("htmx:sendError", function (event) {
    const kept = event.target.closest("[data-offline]");
    if (kept) kept.textContent = kept.dataset.offline;
  });

  document.addEventListener("htmx:afterSwap", function (event) {
    const kept = event.target.closest("[data-offline]");
    if (kept && !kept.querySelector("[data-trouble]")) kept.closest("form").removeAttribute("data-dirty");
  });

  window.addEventListener("online", function () {
    document.querySelectorAll("form[data-dirty] [data-offline]").forEach(function (kept) {
      kept.closest("form").dispatchEvent(new Event("change"));
    });
  });

  /* "Now" beside a field for date and time. */
  function localMinute(date) {
    const local = new Date(date.getTime() - date.getTimezoneOffset() * 60000);
    return local.toISOString().slice(0, 16);
  }

  function addNowButton(input) {
    if (input.disabled || input.readOnly || input.dataset.nowReady) return;
    const button = document.createElement("button");
    const label = document.querySelector('label[for="' + CSS.escape(input.id) + '"]');
    button.type = "button";
    button.className = "utrecht-button utrecht-button--secondary-action now";
    button.textContent = text.textNow;
    if (label) button.setAttribute("aria-label", text.textNow + ": " + label.textContent.trim());
    button.addEventListener("click", function () {
      input.value = localMinute(new Date());
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    input.dataset.nowReady = "1";
    input.after(button);
  }

  /* Clocks keep walking while a page stays open. */
  function words(milliseconds) {
    const minutes = Math.floor(Math.abs(milliseconds) / 60000);
    const parts = minutes < 60 ? [minutes, "minute"]
      : minutes < 48 * 60 ? [Math.floor(minutes / 60), "hour"]
        : [Math.floor(minutes / 1440), "day"];
    const format = new Intl.NumberFormat(document.documentElement.lang, {
      style: "unit", unit: parts[1], unitDisplay: "long",
    });
    return format.format(parts[0]);
  }

  function refreshClocks() {
    document.querySelectorAll("time[data-clock]").forEach(function (clock) {
      const rest = new Date(clock.dateTime).getTime() - Date.now();
      const pattern = rest >= 0 ? text.textLeft : text.textPast;
      clock.textContent = pattern.replace("{time}", words(rest));
      const holder = clock.closest(".clock");
      if (holder && rest < 0) holder.classList.add("clock--overdue");
    });
  }

  /* Whoever is on their way to another page gets there: news that would load this page again waits. */
  let leavingUntil = 0; // leaving can be called off, at "what you typed is not kept": then news counts again
  window.addEventListener("beforeunload", function () { leavingUntil = Date.now() + 10000; });
  document.addEventListener("htmx:beforeOnLoad", function (event) {
    if (isInBackground(event) && Date.now() < leavingUntil) event.preventDefault();
  });

  /* News does not fold away what the reader unfolded. */
  let unfolded = [];
  document.addEventListener("htmx:beforeSwap", function () {
    unfolded = Array.from(document.querySelectorAll("details[open][id]"), function (part) { return part.id; });
  });
  document.addEventListener("htmx:afterSwap", function () {
    unfolded.forEach(function (id) {
      const part = document.getElementById(id);
      if (part) part.open = true;
    });
  });

  function isInBackground(event) {
    return "X-Background" in (event.detail.requestConfig.headers || {});
  }

  /* A page that asks for news and hears that it may not have any: what it still shows goes at once. */
  document.addEventListener("htmx:responseError", function (event) {
    if (isInBackground(event) && [403, 404].includes(event.detail.xhr.status)) window.location.reload();
  });

  /* What has just appeared: its date fields get their button, its error summary the focus. */
  function prepare(root) {
    root.querySelectorAll("input[data-now]").forEach(addNowButton);
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  /* A strip of tabs wider than the screen starts where the reader is. */
  document.querySelectorAll(".tabs__tab[aria-current]").forEach(function (tab) {
    const strip = tab.closest(".tabs__list");
    strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
  });

  prepare(document);
  document.addEventListener("htmx:load", function (event) { prepare(event.detail.elt); });
  window.setInterval(refreshClocks, 30000);
})();
