// The search page. Its index is asked for when a reader first types, or comes with something to be found in the address.
(function () {
  "use strict";
  var form = document.querySelector("form.search");
  var place = document.getElementById("ket-qua");
  if (!form || !place) return;
  var list = place.querySelector("ol");
  var more = place.querySelector(".more");
  var root = new URL(place.dataset.root, location.href);
  var says = { count: place.querySelector(".count"), none: place.querySelector(".none"), failed: place.querySelector(".failed") };
  var FIELDS = ["q", "bo-so-lieu", "nam", "tac-gia"];
  // What each word in the index begins with, by the part of a bulletin that it is a word of (proof/index.py).
  var TITLE = "τ", TEXT = "β", LABELS = "γ", NARROWED = { "bo-so-lieu": "δ", nam: "ν", "tac-gia": "α" };
  var AT_ONCE = 10;
  var index = null;   // the promise of the engine and of all bulletins, the newest first
  var broken = false; // a file of the index did not come, which the engine itself passes over
  var turn = 0;       // the last question's number: answers to earlier ones come too late
  var found = [];
  var timer;

  // As vietnamese.sought does it.
  function sought(text) {
    return text.normalize("NFD").toLowerCase().replace(/đ/g, "d").replace(/\p{M}/gu, "")
      .replace(/([0-9])\.(?=[0-9]{3}(?![0-9]))/g, "$1").replace(/([0-9])[.,](?=[0-9])/g, "$1phay")
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }
  function words(text) { return sought(text).split(" ").filter(Boolean); }

  var fetched = window.fetch;
  window.fetch = function () {
    return fetched.apply(this, arguments).then(function (answer) {
      if (!answer.ok) broken = true;
      return answer;
    }, function (fault) {
      broken = true;
      throw fault;
    });
  };

  function load() {
    broken = false;
    index = import(new URL("pagefind/pagefind.js", root).href).then(async function (engine) {
      var own = engine.createInstance({ noWorker: true });
      return { own: own, told: new Map(), all: (await own.search(null, { sort: { date: "desc" } })).results };
    });
    return index;
  }

  // What the engine finds for a question, asked once: of each bulletin its id and the places of the words.
  function answers(engine, question) {
    if (!engine.told.has(question)) engine.told.set(question, engine.own.search(question));
    return engine.told.get(question).then(function (answer) { return answer.results; });
  }

  function ids(results) { return new Set(results.map(function (one) { return one.id; })); }

  // The bulletins that have words in a row in a part.
  async function having(engine, letter, wanted) {
    return ids(await answers(engine, '"' + wanted.map(function (word) { return letter + word; }).join(" ") + '"'));
  }

  // Those that have a word beginning so. Where there is none, the engine answers for the longest word that the question
  // begins with, and does the same for a still longer question.
  async function begun(engine, letter, word) {
    var found = await answers(engine, letter + word), beyond = await answers(engine, letter + word + "zzz");
    function places(results) { return JSON.stringify(results.map(function (one) { return [one.id, one.words]; })); }
    return places(found) === places(beyond) ? having(engine, letter, [word]) : ids(found);
  }

  // Those that have each word somewhere in these parts, whole (having) or at least its beginning (begun).
  async function each(engine, letters, wanted, how) {
    var sets = await Promise.all(wanted.map(async function (word) {
      var parts = await Promise.all(letters.map(function (letter) { return how(engine, letter, word); }));
      return function (id) { return parts.some(function (part) { return part.has(id); }); };
    }));
    return { has: function (id) { return sets.every(function (has) { return has(id); }); } };
  }
  function whole(engine, letter, word) { return having(engine, letter, [word]); }

  // Those whose title has the words in a row, then those whose text has, and so on; the newest first among equals.
  async function find(engine, asked) {
    var wanted = words(asked.q);
    var narrowed = await Promise.all(Object.keys(NARROWED).filter(function (name) { return asked[name]; }).map(
      function (name) { return having(engine, NARROWED[name], ["", ...words(asked[name]), ""]); }
    ));
    var left = engine.all.filter(function (one) { return narrowed.every(function (some) { return some.has(one.id); }); });
    if (!wanted.length) return left;
    var ranks = [TITLE, TEXT, LABELS].map(function (letter) { return having(engine, letter, wanted); });
    if (!/^\s*["“”].*["“”]\s*$/.test(asked.q)) {
      [whole, begun].forEach(function (how) {
        ranks.push(each(engine, [TITLE], wanted, how), each(engine, [TEXT, LABELS], wanted, how));
      });
    }
    return [...(await Promise.all(ranks)).reduce(function (ranked, some) {
      left.forEach(function (one) { if (some.has(one.id)) ranked.add(one); });
      return ranked;
    }, new Set())];
  }

  function say(name, text) {
    Object.keys(says).forEach(function (other) { says[other].hidden = other !== name; });
    if (text) says[name].textContent = text;
  }

  function element(name, text) {
    var made = document.createElement(name);
    made.textContent = text || "";
    return made;
  }

  // A text with the words that were asked for marked: where they stand in a row, else each that begins so.
  function marked(name, text, wanted) {
    var made = element(name), parts = [], at = 0;
    text.replace(/[\p{L}\p{N}\p{M}]+(?:[.,][0-9]+)*/gu, function (part, from) {
      parts.push({ from: from, to: from + part.length, word: sought(part) });
    });
    var rows = parts.map(function (_, i) {
      return wanted.length && wanted.every(function (word, j) { return parts[i + j] && parts[i + j].word === word; });
    });
    var inARow = rows.includes(true);
    parts.forEach(function (part, i) {
      var hit = inARow
        ? rows.slice(Math.max(0, i - wanted.length + 1), i + 1).includes(true)
        : wanted.some(function (word) { return part.word.startsWith(word); });
      if (!hit) return;
      made.append(text.slice(at, part.from), element("mark", text.slice(part.from, part.to)));
      at = part.to;
    });
    made.append(text.slice(at));
    return made;
  }

  function item(entry, wanted) {
    var told = entry.meta, made = element("li"), head = element("p"), title = element("h2");
    var day = element("time", told.date.slice(0, 10).split("-").reverse().map(Number).join("/"));
    var link = marked("a", told.title, wanted);
    made.className = "item";
    head.className = "meta";
    day.dateTime = told.date.slice(0, 10);
    head.append(day, " · " + told.dataset + (told.illustrative ? " · " + _("Illustrative figures") : ""));
    link.href = new URL(entry.raw_url.slice(1), root).href;
    title.append(link);
    made.append(head, title, marked("p", told.lead, wanted));
    return made;
  }

  async function show(mine, from) {
    var wanted = words(form.elements.q.value);
    var entries = await Promise.all(found.slice(from, from + AT_ONCE).map(function (one) { return one.data(); }));
    if (mine !== turn) return;
    if (!from) list.textContent = "";
    entries.forEach(function (entry) { list.append(item(entry, wanted)); });
    more.hidden = list.children.length >= found.length;
    say(found.length ? "count" : "none", found.length ? _("%d bulletins").replace("%d", found.length) : "");
  }

  function fail() {
    index = null;
    list.textContent = "";
    more.hidden = true;
    say("failed");
  }

  async function ask() {
    var mine = ++turn, asked = {}, address = new URLSearchParams();
    clearTimeout(timer);
    FIELDS.forEach(function (name) {
      asked[name] = form.elements[name].value.trim();
      if (asked[name]) address.set(name, asked[name]);
    });
    history.replaceState(null, "", location.pathname + (String(address) && "?" + address));
    if (!words(Object.values(asked).join(" ")).length) {
      list.textContent = "";
      more.hidden = true;
      return say("");
    }
    try {
      if (!index) say("count", _("Searching…"));
      var answer = await find(await (index || load()), asked);
      if (mine !== turn) return;
      found = answer;
      if (!broken) await show(mine, 0);
      if (broken && mine === turn) fail();
    } catch (fault) {
      if (mine === turn) fail();
    }
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    ask();
  });
  form.addEventListener("change", function (event) { if (event.target.name !== "q") ask(); });
  form.addEventListener("input", function (event) {
    if (event.target.name !== "q") return;
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  });
  more.addEventListener("click", async function () {
    var from = list.children.length;
    try {
      await show(turn, from);
    } catch (fault) { return fail(); }
    list.children[from].querySelector("a").focus();
  });

  // What came with the address, where nothing has been entered yet.
  var given = new URLSearchParams(location.search);
  FIELDS.forEach(function (name) { form.elements[name].value = form.elements[name].value || given.get(name) || ""; });
  ask();
})();
