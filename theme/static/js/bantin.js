// Text size buttons, tables that sort, and details opened for printing. The page is whole without this file.
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

  // Quietly: for screen readers alone, so that nothing moves far below where somebody reads.
  function say(words, quietly) {
    said.textContent = "";
    said.classList.toggle("vh", !!quietly);
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

  // What a row is sorted by: its cell's number or last day; undefined where there is none.
  function key(row, column) {
    var cell = row.cells[column];
    var mark = cell && [].slice.call(cell.querySelectorAll("data,time")).pop();
    return mark ? mark.getAttribute("datetime") || Number(mark.getAttribute("value")) : undefined;
  }

  // From the highest or newest down first, then the other way round. What is not known comes last both ways, and
  // equals keep their order.
  function sort(head, label) {
    var body = head.closest("table").tBodies[0];
    var column = head.cellIndex;
    var down = head.getAttribute("aria-sort") !== "descending";
    var rows = [].map.call(body.rows, function (row) { return { row: row, key: key(row, column) }; });
    rows.sort(function (a, b) {
      if (a.key === undefined || b.key === undefined) return (a.key === undefined) - (b.key === undefined);
      return a.key === b.key ? 0 : (a.key < b.key) === down ? 1 : -1;
    });
    rows.forEach(function (one) { body.appendChild(one.row); });
    [].forEach.call(head.parentNode.cells, function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    var ways = column ? ["từ thấp lên cao", "từ cao xuống thấp"] : ["từ cũ đến mới", "từ mới đến cũ"];
    say("Đã xếp theo “" + label + "”, " + ways[+down], true);
  }

  document.querySelectorAll(".sort").forEach(function (text) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = text.className;
    while (text.firstChild) button.appendChild(text.firstChild);
    text.parentNode.replaceChild(button, text);
    button.addEventListener("click", function () { sort(button.parentNode, button.textContent.trim()); });
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
