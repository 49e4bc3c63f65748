/* The polite lock: a minute before a session ends the page says so; at the end it locks and what was typed is kept.
   Nothing is kept on the device: the text goes to the server, tied to who typed it (zorgtafel.idle). */
"use strict";

(function () {
  const warning = document.querySelector("[data-idle]");
  if (!warning) return;
  const MINUTE = 60 * 1000;
  const KEEP_ALIVE = 5 * MINUTE; // somebody who types is there, also without opening a page
  let end = Date.now() + Number(warning.dataset.idle) * 1000;
  let lastSign = Date.now();
  let timer = 0;

  async function left(isSign) {
    const headers = isSign ? {} : { "X-Background": "1" }; // only a person keeps a session alive
    const answer = await fetch(warning.dataset.alive, { headers: headers });
    return (await answer.json()).left * 1000;
  }

  function plan() {
    window.clearTimeout(timer);
    const rest = end - Date.now();
    timer = window.setTimeout(look, Math.max(rest > MINUTE ? rest - MINUTE : rest, 500));
  }

  async function look() {
    try {
      end = Date.now() + await left(false); // another window may have been at work
    } catch (error) {
      hide();
      timer = window.setTimeout(look, MINUTE / 2);
      return;
    }
    const rest = end - Date.now();
    if (rest <= 5000) {
      lock();
      return;
    }
    if (rest <= MINUTE + 1000) {
      warning.firstElementChild.hidden = false;
      timer = window.setTimeout(look, rest - 4000);
      return;
    }
    warning.firstElementChild.hidden = true;
    plan();
  }

  async function stay() {
    lastSign = Date.now();
    try {
      end = Date.now() + await left(true);
      warning.firstElementChild.hidden = true;
      plan();
    } catch (error) { /* look() will say so */ }
  }

  function hide() {
    const button = document.querySelector("[data-hide]");
    if (button) button.click(); // no connection: what was typed stays here, under a neutral screen
  }

  function lock() {
    const typed = document.querySelector("form[data-typed]");
    const form = document.getElementById("lock");
    if (typed) {
      new FormData(typed).forEach(function (value, name) {
        if (typeof value !== "string" || name === "csrfmiddlewaretoken") return;
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = name;
        field.value = value;
        form.append(field);
      });
      typed.removeAttribute("data-dirty");
    }
    // One token serves every form of the page; the first one stands in the top bar.
    form.querySelector("[name=csrfmiddlewaretoken]").value = document.querySelector("[name=csrfmiddlewaretoken]").value;
    form.querySelector("[name=lock_path]").value = window.location.pathname;
    form.submit();
  }

  warning.querySelector("[data-stay]").addEventListener("click", stay);
  document.addEventListener("input", function () {
    if (Date.now() - lastSign > KEEP_ALIVE) stay();
  });
  plan();
})();
