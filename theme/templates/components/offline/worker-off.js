// In the worker's place where the office wants none any more: it removes what was kept, and itself.
addEventListener("install", function () { skipWaiting(); });
addEventListener("activate", function (event) {
  "use strict";
  const ours = "bantin " + new URL("./", self.location).href + " ";
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.map(function (name) { return name.startsWith(ours) && caches.delete(name); }));
  }).then(function () { return registration.unregister(); }));
});
