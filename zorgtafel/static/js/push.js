/* Notifications on this device: asks the browser, puts its answer in the hidden fields, sends the form. */
"use strict";

(function () {
  const place = document.querySelector("[data-push]");
  if (!place) return;
  const form = place.querySelector("form");
  const trouble = document.getElementById("push-trouble");

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }

  async function subscribe() {
    const worker = await navigator.serviceWorker.register(place.dataset.worker);
    if (await Notification.requestPermission() !== "granted") throw new Error("not allowed");
    const key = bytes(place.dataset.push);
    const standing = await worker.pushManager.getSubscription();
    if (standing) return standing;
    const ready = await active(worker);
    return ready.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }

  function active(worker) {
    const coming = worker.installing || worker.waiting;
    if (worker.active || !coming) return Promise.resolve(worker);
    return new Promise(function (done) {
      coming.addEventListener("statechange", function () {
        if (coming.state === "activated") done(worker);
      });
    });
  }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    event.stopPropagation();
    trouble.hidden = true;
    try {
      const answer = (await subscribe()).toJSON();
      form.querySelector("[name=endpoint]").value = answer.endpoint;
      form.querySelector("[name=p256dh]").value = answer.keys.p256dh;
      form.querySelector("[name=auth]").value = answer.keys.auth;
      form.submit();
    } catch (error) {
      trouble.hidden = false; // not allowed, or this browser has no push service
    }
  });
})();
