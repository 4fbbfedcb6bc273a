// Before anything is painted: that there is JavaScript (a page saved to a file has lost its own), what the reader
// has chosen, and whether the promised day of the next bulletin has passed.
(function (root) {
  if (location.protocol != "file:") root.className = "js";
  try {
    ["size", "theme"].forEach(function (name) {
      var kept = localStorage.getItem("bantin-" + name);
      if (kept) root.dataset[name] = kept;
    });
  } catch (e) { }
  if (Date.now() > Date.parse(root.dataset.due)) root.className += " late";
})(document.documentElement)
