// Pages that are read are kept for times without a network: by a worker, fetched when the reader first does something.
(function () {
  var manifest = document.querySelector("link[rel=manifest]");
  var signs = ["scroll", "pointerdown", "keydown"];
  if (!manifest || !/^http/.test(location.protocol)) return;

  function start() {
    signs.forEach(function (sign) { removeEventListener(sign, start); });
    // within a promise, since not even asking for workers is allowed everywhere
    Promise.resolve().then(function () {
      // a worker that is there has seen this page being opened; a new one has not, nor its files
      var seen = navigator.serviceWorker.controller;
      return navigator.serviceWorker.register(new URL("sw.js", manifest.href)).then(function (own) {
        var files = performance.getEntriesByType("resource").map(entry => entry.name);
        if (!seen) (own.installing || own.waiting || own.active).postMessage([location.href].concat(files));
      });
    }).catch(function () { /* nothing is kept */ });
  }

  addEventListener("load", function () {
    signs.forEach(function (sign) { addEventListener(sign, start, { passive: true }); });
  });
})();
