/* The button of a passkey: asks the device, puts its answer in the hidden field, sends the form. */
"use strict";

(function () {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.webauthnJSON) return;
  const options = JSON.parse(document.getElementById("passkey-options").textContent);
  const trouble = document.getElementById("passkey-trouble");

  async function ask() {
    if (form.dataset.passkey === "create") return window.webauthnJSON.create(options.creation_options);
    return window.webauthnJSON.get(options.request_options);
  }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    event.stopPropagation();
    trouble.hidden = true;
    try {
      const answer = await ask();
      form.querySelector("[name=credential]").value = JSON.stringify(answer);
      form.submit();
    } catch (error) {
      trouble.hidden = false; // cancelled, too late, or no passkey for this address
    }
  });
})();
