// Text size buttons, and details opened for printing. The page is whole without this file.
(function () {
  "use strict";
  var SIZES = ["16", "18", "20", "24", "28", "32", "36"];
  var USUAL = 1;
  var KEY = "bantin-size";
  var root = document.documentElement;
  var buttons = document.querySelectorAll("[data-step]");
  var said = document.querySelector("[role=status]");

  function position() {
    var found = SIZES.indexOf(root.dataset.size);
    return found < 0 ? USUAL : found;
  }

  function markLimits() {
    buttons.forEach(function (button) {
      var next = position() + Number(button.dataset.step);
      if (SIZES[next]) button.removeAttribute("aria-disabled");
      else button.setAttribute("aria-disabled", "true");
    });
  }

  function recall() {
    try {
      var size = localStorage.getItem(KEY);
      if (size) root.dataset.size = size;
    } catch (e) { /* storage is closed: keep the size of this page */ }
    markLimits();
  }

  function say(words) {
    said.textContent = "";
    // A pause, so that the same words said twice are heard twice.
    setTimeout(function () { said.textContent = words; }, 50);
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      var step = Number(button.dataset.step);
      var size = SIZES[position() + step];
      if (!size) return say(step > 0 ? "Đã là cỡ chữ lớn nhất" : "Đã là cỡ chữ nhỏ nhất");
      root.dataset.size = size;
      try { localStorage.setItem(KEY, size); } catch (e) { /* not remembered */ }
      markLimits();
      say("Cỡ chữ " + size);
    });
  });

  var opened = [];
  addEventListener("beforeprint", function () {
    opened = [].slice.call(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
    opened = [];
  });

  // The size may have been changed on another page, or in another tab.
  addEventListener("pageshow", function (event) { if (event.persisted) recall(); });
  addEventListener("storage", function (event) { if (event.key === KEY) recall(); });
  markLimits();
})();
