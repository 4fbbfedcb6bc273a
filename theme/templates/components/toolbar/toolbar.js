// Letters and colours, kept for every page; what is done with an article.
(function () {
  var SIZES = ["16", "18", "20", "24", "28", "32", "36"];
  var USUAL = 1;
  var LONGEST = 200; // letters that voices read in one go without losing their breath
  var buttons = all("[data-step]");
  var colours = document.querySelector(".toolbar select");

  function position() {
    var found = SIZES.indexOf(root.dataset.size);
    return found < 0 ? USUAL : found;
  }

  function show() {
    buttons.forEach(function (button) {
      if (SIZES[position() + Number(button.dataset.step)]) button.removeAttribute("aria-disabled");
      else button.setAttribute("aria-disabled", "true");
    });
    if (colours) colours.value = root.dataset.theme || "";
  }

  function choose(name, value) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    show();
  }

  // The choice may have been made on another page, or in another tab.
  function recall() {
    try {
      ["size", "theme"].forEach(function (name) { choose(name, localStorage.getItem("bantin-" + name)); });
    } catch (e) { show(); }
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      var step = Number(button.dataset.step);
      var size = SIZES[position() + step];
      if (!size) return say(step > 0 ? _("This is the largest text") : _("This is the smallest text"));
      choose("size", size);
      keep("size", size);
      say(_("Text size") + " " + size);
    });
  });
  if (colours) colours.addEventListener("change", function () {
    choose("theme", colours.value);
    keep("theme", colours.value);
  });

  function address() { return location.href.split("#")[0]; }

  function copy() {
    function told() { say(_("The link is copied")); }
    function byHand() {
      var field = document.createElement("textarea");
      field.value = address();
      document.body.appendChild(field);
      field.select();
      if (document.execCommand("copy")) told();
      field.remove();
    }
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(address()).then(told, byHand);
  }

  function share() {
    if (!navigator.share) return copy();
    navigator.share({ title: document.title, url: address() }).catch(function () { /* the reader thought better of it */ });
  }

  function voice() {
    return speechSynthesis.getVoices().filter(one => /^vi\b/i.test(one.lang))[0];
  }

  // Sentences, the longer ones cut between words.
  function pieces() {
    var found = [];
    all("h1,.lead,.body p,.body li").forEach(function (block) {
      block.textContent.replace(/\s+/g, " ").replace(/([.!?…]) /g, "$1\n").split("\n").forEach(function (sentence) {
        sentence.trim().split(" ").reduce(function (piece, word, i, words) {
          var longer = piece ? piece + " " + word : word;
          var full = longer.length > LONGEST;
          if (full) found.push(piece);
          if (i === words.length - 1) found.push(full ? word : longer);
          return full ? word : longer;
        }, "");
      });
    });
    return found.filter(Boolean);
  }

  function speak(button) {
    if (speechSynthesis.speaking) return speechSynthesis.cancel();
    var silent = button.textContent;
    function end() { if (!speechSynthesis.speaking) button.textContent = silent; }
    pieces().forEach(function (piece) {
      var words = new SpeechSynthesisUtterance(piece);
      words.lang = "vi-VN";
      words.voice = voice();
      words.onend = words.onerror = function () { setTimeout(end, 50); };
      speechSynthesis.speak(words);
    });
    button.textContent = _("Stop listening");
  }

  var doing = { print: function () { print(); }, speak: speak, share: share, copy: copy };
  all("[data-do]").forEach(function (button) {
    button.addEventListener("click", function () { doing[button.dataset.do](button); });
  });
  // Only where a Vietnamese voice is: voices may come late, and the button's place is kept for it.
  var listen = document.querySelector("[data-do=speak]");
  if (listen && "speechSynthesis" in window) {
    var listening = function () { if (voice()) root.dataset.voice = ""; };
    speechSynthesis.addEventListener("voiceschanged", listening);
    listening();
    addEventListener("pagehide", function () { speechSynthesis.cancel(); });
  }

  addEventListener("pageshow", function (event) { if (event.persisted) recall(); });
  addEventListener("storage", recall);
  show();
})();
