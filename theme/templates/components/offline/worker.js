// Keeps the pages last read, for times without a network. Whatever comes from here instead of the network says so and of
// when it is; with a network every page is the network's. How it is taken back: docs/architecture.md, “Offline”.
(function () {
  "use strict";
  const VERSION = "{version}"; // of the built site, so that each build replaces the worker and the offline page
  const SCOPE = new URL("./", self.location).href;
  const OFFLINE = SCOPE + "ngoai-tuyen/";
  // Other sites may be on the same host, so names of caches have the folder. Read pages outlive builds; a change of how
  // they are kept takes another number.
  const OURS = "bantin " + SCOPE + " ";
  const PAGES = OURS + "pages 1";
  const FILES = OURS + "files 1";
  const BUILD = OURS + VERSION;
  const MOST_PAGES = 30;
  const MOST_FILES = 40; // the script, the icon, photographs of the pages
  const PATIENCE = 4000; // milliseconds that a slow network gets where there is a kept page
  const AT = "x-kept-at";
  const HTML_TYPE = { "content-type": "text/html; charset=utf-8" };
  const MAIN = /<main\b[^>]*>/;

  const NO_NETWORK = _("Kept on this device at %(time)s on %(day)s, because there is no network. There may be a newer version.");
  const SLOW = _("Kept on this device at %(time)s on %(day)s, because the network is too slow. There may be a newer version.");

  function spoken(words, at) {
    const moment = new Date(Number(at));
    const two = function (number) { return String(number).padStart(2, "0"); };
    return words
      .replace("%(time)s", two(moment.getHours()) + ":" + two(moment.getMinutes()))
      .replace("%(day)s", moment.getDate() + "/" + (moment.getMonth() + 1) + "/" + moment.getFullYear());
  }

  // What is kept of a cache, the newest first.
  async function kept(name) {
    const cache = await caches.open(name);
    const found = await Promise.all((await cache.keys()).map(async function (request) {
      const answer = await cache.match(request);
      return answer && { url: request.url, answer: answer, at: Number(answer.headers.get(AT)) };
    }));
    return found.filter(Boolean).sort(function (a, b) { return b.at - a.at; });
  }

  // Keep a whole good answer of our own server's, and no more than so many. What is gone from there is not kept on.
  async function keep(name, url, answer, at, most) {
    const cache = await caches.open(name);
    if (answer.status === 404 || answer.status === 410) await cache.delete(url);
    if (answer.status !== 200 || answer.type !== "basic" || answer.redirected) return;
    const text = name === PAGES ? await answer.clone().text() : "";
    if (name === PAGES && !(MAIN.test(text) && /<\/html>\s*$/.test(text))) return; // cut off, or not a page of ours
    const headers = new Headers(answer.headers);
    ["vary", "content-encoding", "content-length"].forEach(function (head) { headers.delete(head); });
    headers.set(AT, at);
    await cache.put(url, new Response(await answer.blob(), { headers: headers }));
    for (const old of (await kept(name)).slice(most)) await cache.delete(old.url);
  }

  // A kept page, which says at its very beginning that it is one.
  async function told(answer, words) {
    const notice = '<p class="box offline" role="status">' + spoken(words, answer.headers.get(AT)) + "</p>";
    const text = await answer.text();
    return new Response(text.replace(MAIN, function (main) { return main + notice; }), { headers: answer.headers });
  }

  // The page for pages that were never read, with those that were. It is shown at any address: its links get ours.
  async function offline() {
    const cache = await caches.open(BUILD);
    const page = await cache.match(OFFLINE);
    if (!page) return Response.error();
    const items = await Promise.all((await kept(PAGES)).map(async function (one) {
      const title = /<h1[^>]*>([^]*?)<\/h1>/.exec(await one.answer.text());
      const name = title ? title[1].replace(/<[^>]*>/g, "") : one.url;
      const when = spoken(_("read at %(time)s on %(day)s"), one.at);
      return '<li><a class="tap" href="' + one.url + '">' + name + '</a> <span class="meta">' + when + "</span></li>";
    }));
    const list = "<h2>" + _("Kept on this device") + '</h2><ul class="plain">' + items.join("") + "</ul>";
    const again = '<p><a class="tap" href="">' + _("Try again") + "</a></p>";
    const text = (await page.text())
      .replace(/ (href|src)="\.\.\//g, " $1=\"" + SCOPE)
      .replace(/<p [^>]*id="da-luu"[^]*?<\/p>/, function (none) { return again + (items.length ? list : none); });
    return new Response(text, { headers: HTML_TYPE });
  }

  // The network's answer, kept in passing; what is kept where it fails, or is too slow and something is kept.
  async function answer(event, name, url, most, fallback) {
    const asked = event.request;
    // no-cache: an unchanged page costs a few bytes, and a changed one is never passed over
    const anew = name === PAGES && asked.cache !== "reload";
    const wanted = fetch(anew ? new Request(asked, { cache: "no-cache" }) : asked);
    event.waitUntil(wanted.then(function (found) {
      return url !== OFFLINE && keep(name, url, found.clone(), Date.now(), most);
    }).catch(function () { /* not kept */ }));
    const cache = await caches.open(name);
    const old = await cache.match(url);
    const ways = [wanted.catch(function () { return fallback(old, NO_NETWORK); })];
    if (old) ways.push(new Promise(function (done) { setTimeout(done, PATIENCE); }).then(function () {
      return fallback(old, SLOW);
    }));
    return Promise.race(ways);
  }

  // The address under which a page is kept, without its query and name of file; none of what is no page to be read.
  function page(address) {
    const url = new URL(address);
    const path = (url.origin + url.pathname).replace(/\/index\.html$/, "/");
    const own = path.startsWith(SCOPE) ? path.slice(SCOPE.length) : "pagefind/";
    return /(^|\/|\.html)$/.test(own) && !/^(pagefind|feeds|theme)\//.test(own) ? path : "";
  }

  addEventListener("install", function (event) {
    skipWaiting();
    event.waitUntil(caches.open(BUILD).then(function (cache) {
      return cache.add(new Request(OFFLINE, { cache: "no-cache" }));
    }));
  });

  addEventListener("activate", function (event) {
    event.waitUntil(Promise.all([clients.claim(), caches.keys().then(function (names) {
      return Promise.all(names.map(function (name) {
        return name.startsWith(OURS) && ![PAGES, FILES, BUILD].includes(name) && caches.delete(name);
      }));
    })]));
  });

  // The address of the script, of a picture or the icon, as it is.
  function file(address) {
    return address.startsWith(SCOPE) && /^(theme\/.*\.(js|svg)|images\/[^?]*)$/.test(address.slice(SCOPE.length)) ? address : "";
  }

  addEventListener("fetch", function (event) {
    const asked = event.request;
    const url = asked.mode === "navigate" ? page(asked.url) : file(asked.url);
    if (!url || asked.method !== "GET" || asked.headers.has("range")) return;
    event.respondWith(asked.mode === "navigate" ? answer(event, PAGES, url, MOST_PAGES, function (old, words) {
      return old ? told(old, words) : offline();
    }) : answer(event, FILES, url, MOST_FILES, function (old) {
      return old || new Response(null, { status: 204 }); // an icon, a picture: the page is whole without
    }));
  });

  // The page that the worker came with was read before it was there: it and its files are taken from what the browser
  // still has of them.
  addEventListener("message", function (event) {
    event.waitUntil(Promise.all(event.data.map(function (address, i) {
      const url = i ? file(address) : page(address);
      return url && fetch(url, { cache: "force-cache" }).then(function (found) {
        const sent = Date.parse(found.headers.get("date")) || Infinity;
        return keep(i ? FILES : PAGES, url, found, Math.min(sent, Date.now()), i ? MOST_FILES : MOST_PAGES);
      }).catch(function () { /* not kept */ });
    })));
  });
})();
