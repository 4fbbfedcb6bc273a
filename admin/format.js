"use strict";
// An editor's file as fields of the form, and back. The file keeps its own plain form: what was not changed stays as it
// was typed, letter for letter, with lines that are not understood, spellings of fields, and line ends. What fields
// there are stands in the page (publish/form.py); here is only how a file is made of them.
const BanTin = (function () {
  const WHITE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"; // as Python has it
  const SPACES = new RegExp("[" + WHITE + "]+");
  const TRAILING = new RegExp("[" + WHITE + "]+$");
  const PLACE = new RegExp("^[ \\t]*\\{\\{[" + WHITE + "]*([\\p{L}\\p{N}_]+)[" + WHITE + "]*\\}\\}[ \\t]*$", "u");
  const BETWEEN = new RegExp("(?:[;,]|[" + WHITE + "]+và[" + WHITE + "])(?![^()]*\\))");
  const NAMED = /^([^()]+)\(([^()]+)\)$/;
  const TYPED_DAY = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{1,2}))?$/;
  const ISO_DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2}))?$/;
  const PICKED = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/;
  const WHOLE = "ban_tin";
  const FIRST = "dau_bai";
  const LAST = "cuoi_bai";
  const AUTHOR = "tác giả";
  const WHOLE_FILE = "nguyen_van"; // the field that nobody sees: the file as it was read

  function clean(text) {
    return String(text === undefined || text === null ? "" : text).normalize("NFC").split(SPACES).filter(Boolean).join(" ");
  }

  function fold(text) {
    return clean(text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, ""));
  }

  // The file's head, a line an entry of {raw, key, value, block}; all from the empty line on as `rest`, its words as
  // `body`. A key is empty where the line says nothing that a form has; `block` is the number of the correction.
  function parse(file, known) {
    const mark = file.startsWith("\ufeff") ? "\ufeff" : "";
    const lines = file.slice(mark.length).match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) || [];
    let size = lines.findIndex(function (line) { return !clean(line); });
    if (size < 0) size = lines.length;
    const seen = new Set();
    let block = -1;
    const head = lines.slice(0, size).map(function (raw) {
      const colon = raw.indexOf(":");
      let key = colon < 0 ? "" : known.names[fold(raw.slice(0, colon))] || "";
      const part = key && (key === known.begins || known.parts.includes(key));
      if (key && key === known.begins) block += 1;
      const name = part ? block + key : key;
      if ((part && block < 0) || seen.has(name)) key = "";
      seen.add(name);
      return { raw: raw, key: key, value: clean(raw.slice(colon + 1)), block: part ? block : -1 };
    });
    const body = lines.slice(size + 1).join("").replace(/\r\n?/g, "\n");
    return { mark: mark, head: head, rest: lines.slice(size).join(""), body: body };
  }

  // A day as it is typed in files, as the form's calendar has it; what is no day stays as it is.
  function picked(text) {
    const typed = TYPED_DAY.exec(text);
    const iso = ISO_DAY.exec(text);
    const found = typed ? [typed[3], typed[2], typed[1], typed[4], typed[5]] : iso ? iso.slice(1) : null;
    if (!found) return text;
    const two = found.map(function (part) { return String(part || 0).padStart(2, "0"); });
    return two.slice(0, 3).join("-") + "T" + two[3] + ":" + two[4];
  }

  function typed(text) {
    const found = PICKED.exec(text);
    return found ? found[3] + "/" + found[2] + "/" + found[1] + " " + found[4] : text;
  }

  function bylines(head, known) {
    const found = [];
    head.forEach(function (line) {
      if (line.key !== "author" && !known.roles.includes(line.key)) return;
      line.value.replace(/[ ;,]+$/, "").split(BETWEEN).map(clean).filter(Boolean).forEach(function (name) {
        const named = NAMED.exec(name);
        const role = line.key === "author" ? AUTHOR : line.key;
        found.push(named ? { name: clean(named[1]), role: clean(named[2]) } : { name: name, role: role });
      });
    });
    return found;
  }

  function corrections(head, known) {
    const found = [];
    head.forEach(function (line) {
      if (line.block < 0 || !line.key) return;
      found[line.block] = found[line.block] || {};
      found[line.block][line.key] = line.key === known.begins ? picked(line.value) : line.value;
    });
    return found;
  }

  function trimmed(text) {
    return text.replace(/\r\n?/g, "\n").replace(/^\n+/, "").replace(TRAILING, "");
  }

  // The words by the lines that place them; those before any such line come last, or first before the bulletin's.
  function parts(body) {
    const found = [{ place: "", lines: [] }];
    body.split("\n").forEach(function (line) {
      const place = PLACE.exec(line);
      if (place) found.push({ place: place[1], lines: [] });
      else found[found.length - 1].lines.push(line);
    });
    const meant = { "": found.some(function (part) { return part.place === WHOLE; }) ? FIRST : LAST };
    meant[WHOLE] = LAST;
    return joined(found.map(function (part) {
      return { place: meant[part.place] || part.place, text: trimmed(part.lines.join("\n")) };
    }));
  }

  // Words that follow each other at the same place are one part.
  function joined(given) {
    const made = [];
    given.filter(function (part) { return part.text; }).forEach(function (part) {
      const before = made[made.length - 1];
      if (before && before.place === part.place) before.text += "\n\n" + part.text;
      else made.push(part);
    });
    return made;
  }

  function placed(given) {
    const lines = [];
    let place = FIRST;
    let whole = false;
    given.forEach(function (part) {
      if (part.place !== place) {
        lines.push("{{ " + (part.place === LAST && !whole ? WHOLE : part.place) + " }}");
        whole = whole || part.place === LAST;
      }
      place = part.place;
      lines.push(part.text);
    });
    if (given.length && !whole) lines.push("{{ " + WHOLE + " }}");
    return lines.join("\n\n");
  }

  function fromFile(file, known) {
    const read = parse(file, known);
    const data = {};
    data[WHOLE_FILE] = file;
    read.head.forEach(function (line) {
      if (!line.key || line.block >= 0 || line.key === "author" || known.roles.includes(line.key)) return;
      const status = line.key === "status" && known.statuses[fold(line.value)];
      data[line.key] = known.days.includes(line.key) ? picked(line.value) : status || line.value;
    });
    if (known.bylines) data.bylines = bylines(read.head, known);
    if (known.begins) data.corrections = corrections(read.head, known).filter(Boolean);
    if (known.words) data[known.words] = trimmed(read.body);
    else data.parts = parts(read.body);
    return data;
  }

  // What a form holds, as lists of lines by group, so that two of them can be compared and the lines written.
  function groups(data, known) {
    const made = {};
    Object.keys(known.labels).forEach(function (key) {
      if (key === "author" || known.roles.includes(key) || key === known.begins || known.parts.includes(key)) return;
      const value = clean(known.days.includes(key) ? typed(clean(data[key])) : data[key]);
      if (value) made[key] = [[known.labels[key] + ": " + value]];
    });
    const signed = [];
    (known.bylines && data.bylines || []).forEach(function (one) {
      const role = clean(one.role);
      clean(one.name).replace(/[ ;,]+$/, "").split(BETWEEN).map(clean).filter(Boolean).forEach(function (name) {
        signed.push(name + (!role || role === AUTHOR ? "" : " (" + role + ")"));
      });
    });
    if (signed.length) made.author = [[known.labels.author + ": " + signed.join(", ")]];
    const corrected = (known.begins && data.corrections || []).filter(function (one) {
      return [known.begins].concat(known.parts).some(function (key) { return clean(one[key]); });
    });
    if (corrected.length) made[known.begins] = corrected.map(function (one) { return block(one, known); });
    return made;
  }

  // The lines of one correction.
  function block(one, known) {
    return [known.begins].concat(known.parts).map(function (key) {
      return known.labels[key] + ": " + clean(key === known.begins ? typed(clean(one[key])) : one[key]);
    });
  }

  function words(data, known) {
    if (known.words) return trimmed(String(data[known.words] || ""));
    return placed(joined((data.parts || []).map(function (part) {
      return { place: part.place || LAST, text: trimmed(String(part.text || "")) };
    })));
  }

  function toFile(data, known) {
    const file = data[WHOLE_FILE] || "";
    const read = parse(file, known);
    const was = fromFile(file, known);
    const old = groups(was, known);
    const now = groups(data, known);
    const end = file.includes("\r\n") ? "\r\n" : "\n";
    function group(line) {
      return line.block >= 0 ? known.begins : known.roles.includes(line.key) ? "author" : line.key;
    }
    const order = Object.keys(known.labels);
    let head = read.head.slice();
    order.forEach(function (name) {
      const given = now[name] || [];
      if (JSON.stringify(given) === JSON.stringify(old[name] || [])) return;
      const at = head.findIndex(function (line) { return group(line) === name; });
      // after those that usually come before it
      const after = head.reduce(function (last, line, i) {
        const usual = order.indexOf(group(line));
        return usual >= 0 && usual < order.indexOf(name) ? i + 1 : last;
      }, 0);
      const kept = head.filter(function (line) { return group(line) !== name; });
      const place = at < 0 ? after : head.slice(0, at).filter(function (line) { return group(line) !== name; }).length;
      const lines = [];
      const there = name === known.begins ? corrections(head, known).map(function (one) { return block(one, known).join(); }) : [];
      given.forEach(function (texts) {
        const same = there.indexOf(texts.join());
        delete there[same]; // each is there once
        if (same < 0) texts.forEach(function (text) { lines.push({ raw: text + end, key: name, block: -1 }); });
        else head.forEach(function (line) { if (line.block === same) lines.push(line); });
      });
      head = kept.slice(0, place).concat(lines, kept.slice(place));
    });
    let rest = read.rest;
    const said = words(data, known);
    if (said !== words(was, known)) rest = said ? end + said.replace(/\n/g, end) + end : "";
    const raws = head.map(function (line, i) {
      const whole = /[\r\n]$/.test(line.raw) || (i === head.length - 1 && !rest && head.length === read.head.length);
      return whole ? line.raw : line.raw + end;
    });
    const made = read.mark + raws.join("") + rest;
    // An empty file is taken for a broken one.
    return clean(made) || known.words ? made : known.labels.status + ": đã đăng" + end;
  }

  return {
    format: function (known) {
      return {
        fromFile: function (file) { return fromFile(file, known); },
        toFile: function (data) { return toFile(data, known); },
      };
    },
  };
})();

// In the form's page: the formats by name, and a box for a name that offers those that are known.
(function () {
  if (typeof CMS === "undefined") return;
  const given = JSON.parse(document.getElementById("bantin").textContent);
  Object.keys(given.formats).forEach(function (name) {
    CMS.registerCustomFormat(name, "md", BanTin.format(given.formats[name]));
  });
  // Decap's Vietnamese, where it is not there yet, or says “publish” of what is only saved.
  const WORDS = {
    auth: { login: "Mở biểu mẫu" },
    collection: {
      sidebar: { collections: "Bài và tác giả" },
      collectionTop: {
        newButton: "Thêm %{collectionLabel}", newButtonAriaLabel: "Thêm %{collectionLabel}",
        viewAsList: "Xem thành danh sách", viewAsGrid: "Xem thành ô",
      },
    },
    editor: {
      editorControl: { field: { widgetLabel: "ô %{widgetLabel}" } },
      editorInterface: { togglePreview: "Mở hoặc đóng phần xem trước" },
      editorToolbar: {
        publish: "Lưu", publishNow: "Lưu ngay", publishing: "Đang lưu…", published: "Đã lưu",
        publishAndCreateNew: "Lưu rồi viết bài khác", publishAndDuplicate: "Lưu rồi sao chép",
        backCollection: "%{collectionLabel}", deployButtonLabel: "Xem trên trang",
      },
      editorWidgets: {
        datetime: { setToNow: "Đặt ô này là lúc này" },
        list: { add: "Thêm %{item}", addType: "Thêm %{item}" },
        object: { expand: "Mở ra", collapse: "Thu lại" },
      },
    },
    mediaLibrary: {
      mediaLibraryCard: { copy: "Chép", copyUrl: "Chép địa chỉ", copyPath: "Chép tên tệp", copyName: "Chép tên", copied: "Đã chép" },
      mediaLibraryModal: { close: "Đóng" },
    },
    ui: { settingsDropdown: { account: "Tài khoản" }, toast: { entrySaved: "Đã lưu", entryPublished: "Đã lưu" } },
  };
  CMS.registerLocale("vi", (function merged(old, more) {
    return Object.keys(more).reduce(function (all, key) {
      all[key] = typeof more[key] === "string" ? more[key] : merged(all[key] || {}, more[key]);
      return all;
    }, Object.assign({}, old));
  })(CMS.getLocale("vi"), WORDS));
  CMS.registerWidget("ten-nguoi", window.createClass({
    componentDidUpdate: function () { // an answer that comes late would put the cursor to the end
      const box = this.box;
      if (box && document.activeElement === box && box.selectionStart !== this.at) box.setSelectionRange(this.at, this.at);
    },
    render: function () {
      const self = this;
      const own = this.props;
      return window.h("div", {},
        window.h("input", {
          type: "text", id: own.forID, className: own.classNameWrapper, list: own.forID + "-ten", value: own.value || "",
          ref: function (box) { self.box = box; },
          onChange: function (event) { self.at = event.target.selectionStart; own.onChange(event.target.value); },
          onFocus: own.setActiveStyle, onBlur: own.setInactiveStyle,
        }),
        window.h("datalist", { id: own.forID + "-ten" }, given.authors.map(function (name) {
          return window.h("option", { key: name, value: name });
        })));
    },
  }));
  // The file of a new author is called by the name: precomposed, as everything here.
  CMS.registerEventListener({
    name: "preSave",
    handler: function (saved) {
      const data = saved.entry.get("data");
      return data.get("name") ? data.set("name", data.get("name").normalize("NFC")) : data;
    },
  });
})();
