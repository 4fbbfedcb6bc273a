(function () {
  // Charts over time: the values of the period nearest to the pointer, or of the one that arrow keys reach.
  function reader(figure) {
    var region = figure.querySelector(".scroll");
    var words = figure.querySelector(".read");
    var texts = cell => cell.textContent.trim();
    var heads = all("thead th", figure).map(texts).slice(1);
    var rows = all("tbody tr", figure).map(function (row) {
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
      return all("svg", figure).filter(svg => svg.getBoundingClientRect().width)[0];
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
      var told = heads.length < 2 ? row.values : row.values.map((value, i) => heads[i] + " " + value);
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
  all("[data-kind=lines],[data-kind=multiples]").forEach(reader);
})();
