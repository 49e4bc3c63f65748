/* Runs without a page: shows a notification with a number and a colour, and opens its link when it is pressed.
   It keeps nothing and fetches nothing. */
"use strict";

self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

self.addEventListener("push", function (event) {
  const told = event.data ? event.data.json() : {};
  const words = [told.number, told.colour].filter(Boolean).join(" · ");
  event.waitUntil(self.registration.showNotification("zorgtafel", {
    body: words,
    tag: told.number || "zorgtafel",
    renotify: true,
    requireInteraction: Boolean(told.colour),
    data: { link: told.link || "/" },
  }));
});

self.addEventListener("notificationclick", function (event) {
  event.notification.close();
  const link = new URL(event.notification.data.link, self.location.origin);
  if (link.origin !== self.location.origin) return; // our own pages and no others
  event.waitUntil(self.clients.openWindow(link.href));
});
