// Text size buttons, tables that sort, values of charts, and details opened for printing. The page is whole without it.
(function () {
  "use strict";
  var SIZES = ["16", "18", "20", "24", "28", "32", "36"];
  var USUAL = 1;
  var KEY = "bantin-size";
  var root = document.documentElement;
  var buttons = document.querySelectorAll("[data-step]");
  var said = document.querySelector(".said");

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

  // Charts over time: the values of the period nearest to the pointer, or of the one that arrow keys reach.
  function reader(figure) {
    var region = figure.querySelector(".scroll");
    var words = figure.querySelector(".read");
    var texts = function (cell) { return cell.textContent.trim(); };
    var heads = [].map.call(figure.querySelectorAll("thead th"), texts).slice(1);
    var rows = [].map.call(figure.querySelectorAll("tbody tr"), function (row) {
      var cells = [].map.call(row.children, texts);
      return { day: Date.parse(row.querySelector("time").dateTime), label: cells[0], values: cells.slice(1) };
    });
    var start = rows[0].day;
    var span = rows[rows.length - 1].day - start || 1;
    var at = rows.length;
    var panel = 0;
    var cursor = document.createElementNS("http://www.w3.org/2000/svg", "path");
    cursor.setAttribute("class", "cursor");

    function numbers(svg, name) { return (svg.getAttribute(name) || "").split(" ").map(Number); }

    function shown() {
      return [].find.call(figure.querySelectorAll("svg"), function (svg) { return svg.getBoundingClientRect().width; });
    }

    function show() {
      var svg = shown();
      var ends = numbers(svg, "data-x");
      var grid = svg.hasAttribute("data-grid") ? numbers(svg, "data-grid") : null;
      var row = rows[at];
      var x = ends[0] + (ends[1] - ends[0]) * (row.day - start) / span;
      var y = grid ? Math.floor(panel / grid[0]) * grid[2] : 0;
      if (grid) x += panel % grid[0] * grid[1];
      cursor.setAttribute("d", "M" + x + " " + y + "v" + (grid ? grid[2] : svg.viewBox.baseVal.height));
      svg.appendChild(cursor);
      var told = heads.length < 2 ? row.values : row.values.map(function (value, i) { return heads[i] + " " + value; });
      words.textContent = row.label + ": " + (grid ? told[panel] : told.join("; "));
    }

    function point(event) {
      var svg = shown();
      var box = svg.getBoundingClientRect();
      var scale = svg.viewBox.baseVal.width / box.width;
      var x = (event.clientX - box.left) * scale;
      var ends = numbers(svg, "data-x");
      if (svg.hasAttribute("data-grid")) {
        var grid = numbers(svg, "data-grid");
        var column = Math.min(Math.floor(x / grid[1]), grid[0] - 1);
        var inside = Math.floor((event.clientY - box.top) * scale / grid[2]) * grid[0] + column;
        if (inside >= heads.length) return;
        panel = inside;
        x -= column * grid[1];
      }
      var day = start + (x - ends[0]) / (ends[1] - ends[0]) * span;
      at = rows.reduce(function (best, row, i) {
        return Math.abs(row.day - day) < Math.abs(rows[best].day - day) ? i : best;
      }, 0);
      show();
    }

    function step(event) {
      var moves = { ArrowLeft: -1, ArrowRight: 1, Home: -rows.length, End: rows.length };
      var turns = { ArrowUp: -1, ArrowDown: 1 };
      var several = shown().hasAttribute("data-grid");
      if (!(event.key in moves) && !(several && event.key in turns)) return;
      event.preventDefault();
      at = Math.max(0, Math.min(rows.length - 1, at + (moves[event.key] || 0)));
      panel = Math.max(0, Math.min(heads.length - 1, panel + (turns[event.key] || 0)));
      show();
    }

    region.addEventListener("pointermove", point);
    region.addEventListener("pointerdown", point);
    region.addEventListener("keydown", step);
  }
  document.querySelectorAll("[data-kind=lines],[data-kind=multiples]").forEach(reader);

  // The size may have been changed on another page, or in another tab.
  addEventListener("pageshow", function (event) { if (event.persisted) recall(); });
  addEventListener("storage", function (event) { if (event.key === KEY) recall(); });
  markLimits();
})();
