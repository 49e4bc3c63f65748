/* The big screen in the room: one key (B, or the button) makes it blank at once, and brings it back. */
"use strict";

(function () {
  const sheet = document.querySelector("[data-screen]");
  if (!sheet) return;
  const button = document.querySelector("[data-blank]");

  function toggle() {
    const blank = document.body.classList.toggle("screen-blank");
    button.setAttribute("aria-pressed", blank ? "true" : "false");
  }

  button.hidden = false;
  button.addEventListener("click", toggle);
  document.addEventListener("keydown", function (event) {
    if (event.key.toLowerCase() !== "b" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    toggle();
  });
})();
