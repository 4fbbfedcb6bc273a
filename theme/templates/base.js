// What the components' scripts share. The page is whole without any of them.
var root = document.documentElement;

function all(selector, inside) { return [].slice.call((inside || document).querySelectorAll(selector)); }

function keep(name, value) {
  try { localStorage.setItem("bantin-" + name, value); } catch (e) { /* storage is closed: not remembered */ }
}

// Quietly: for screen readers alone, so that nothing moves far below where somebody reads.
function say(words, quietly) {
  var said = document.querySelector(".said");
  if (!said) return;
  said.textContent = "";
  said.classList.toggle("vh", !!quietly);
  // A pause, so that the same words said twice are heard twice.
  setTimeout(function () { said.textContent = words; }, 50);
}

var opened = [];
addEventListener("beforeprint", function () {
  opened = all("details:not([open])");
  opened.forEach(function (details) { details.open = true; });
});
addEventListener("afterprint", function () {
  opened.forEach(function (details) { details.open = false; });
  opened = [];
});
