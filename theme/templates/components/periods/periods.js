// The table of periods sorts by its heads.
(function () {
  // What a row is sorted by: its cell's number or last day; undefined where there is none.
  function key(row, column) {
    var cell = row.cells[column];
    var mark = cell && all("data,time", cell).pop();
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
    var ways = column ? [_("from low to high"), _("from high to low")] : [_("from old to new"), _("from new to old")];
    say(_("Sorted by") + " “" + label + "”, " + ways[+down], true);
  }

  all(".sort").forEach(function (text) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = text.className;
    while (text.firstChild) button.appendChild(text.firstChild);
    text.parentNode.replaceChild(button, text);
    button.addEventListener("click", function () { sort(button.parentNode, button.textContent.trim()); });
  });
})();
