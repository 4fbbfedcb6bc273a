// The search page's own script is asked for when the reader begins, or comes with a question.
(function () {
  var form = document.querySelector("[data-script]");

  function begin() {
    var script = document.createElement("script");
    script.src = form.dataset.script;
    document.head.append(script);
    form.removeEventListener("input", begin);
  }

  if (!form) return;
  form.addEventListener("input", begin);
  if (location.search) begin();
})();
