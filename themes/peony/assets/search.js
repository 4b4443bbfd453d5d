// Searches the site's index: each of its files is a script that calls `bangyangSearch` with its name and contents, so that
// it also works without a server. The first half queries the index, the second shows the results.
(function () {
  "use strict";

  // The folder of the index, and the requested scripts by name.
  var folder = "search/";
  var waiting = new Map();
  var held = new Map();

  function bangyangSearch(name, holds) {
    held.set(name, holds);
  }

  // The contents of a file of the index; each is fetched once.
  function load(name) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = folder + name + ".js";
        script.onload = function () {
          script.remove();
          if (held.has(name)) resolve(held.get(name)); else reject(new Error(name));
        };
        script.onerror = function () {
          script.remove();
          waiting.delete(name);
          reject(new Error(name));
        };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }

  // ---- From query to tokens, by the same rules as in the index. ----

  var dense = /[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  var letter = /[\p{Alphabetic}\p{N}]/u;

  // Composed letters, without invisible characters.
  function seen(text) {
    return text.normalize("NFC").replace(/\p{DI}/gu, "");
  }

  var writtenOut = { "\u00df": "ss", "\u00e6": "ae", "\u0153": "oe", "\u00f8": "o", "\u0111": "d", "\u00f0": "d", "\u00fe": "th", "\u0142": "l", "\u0131": "i" };

  // Letters without accents: cafe finds Caf\u00e9. In Chinese, Japanese and Korean, marks make different characters.
  function plain(c) {
    if (c <= "\u007f" || dense.test(c)) return c;
    return writtenOut[c] || c.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  function foldOne(c) {
    var code = c.codePointAt(0);
    var small = (code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : c).toLowerCase();
    return Array.from(small, plain).join("");
  }

  function fold(text) {
    return Array.from(text, foldOne).join("");
  }

  // Runs of one kind: words, and sequences of characters that are written without spaces.
  function runs(text) {
    var found = [];
    var last = null;
    for (var c of fold(seen(text))) {
      var kind = dense.test(c) ? "dense" : letter.test(c) ? "word" : null;
      if (kind && last && last.kind === kind) last.chars.push(c);
      else if (kind) found.push(last = { kind: kind, chars: [c] });
      if (!kind) last = null;
    }
    return found;
  }

  // 青溪县的月嫂 contains two terms, which need not be adjacent.
  function parted(run) {
    var at = run.chars.indexOf("\u7684", 2);
    if (run.kind === "word" || at < 0 || at > run.chars.length - 3) return [run];
    return [{ kind: run.kind, chars: run.chars.slice(0, at) }]
      .concat(parted({ kind: run.kind, chars: run.chars.slice(at + 1) }));
  }

  // Words that end like plurals but are not.
  var single = ["news", "lens", "always", "perhaps", "besides", "sometimes", "afterwards"];
  var irregular = [["child", "children"], ["person", "people"], ["man", "men"], ["woman", "women"], ["foot", "feet"], ["tooth", "teeth"]];

  // The word with an ending replaced by others; nothing if it does not end so.
  function ends(word, end, others) {
    return word.endsWith(end) ? others.map(function (other) { return word.slice(0, word.length - end.length) + other; }) : [];
  }

  // The singular and the plural of a word, unless they begin with the word and are found by it anyway: nurse for nurses,
  // families for family. For each language whose plurals follow from endings; as in the index, in lower case and without accents.
  var plurals = { en: englishForms, es: spanishForms };

  function forms(word, language) {
    var of = plurals[(language || "").split("-")[0]];
    return of && /^[a-z]{3,}$/.test(word) ? Array.from(new Set(of(word))) : [];
  }

  // Mujer for mujeres, luz for luces and luces for luz, curso for cursos.
  function spanishForms(word) {
    if (word.length < 4) return ends(word, "z", ["ces"]);
    return ends(word, "z", ["ces"]).concat(ends(word, "ces", ["z"]), ends(word, "es", [""]), ends(word, "s", [""]));
  }

  function englishForms(word) {
    if (single.indexOf(word) >= 0) return [];
    var of = ends.bind(null, word);
    var found = irregular.flatMap(function (pair) {
      return [[0, 1], [1, 0]].flatMap(function (at) {
        var compound = pair[at[0]].length > 3 || word === pair[at[0]];
        return compound ? of(pair[at[0]], [pair[at[1]]]) : [];
      });
    });
    if (/[^aeiou]y$/.test(word)) found = found.concat(of("y", ["ies"]));
    found = found.concat(of("fe", ["ves"]), /[^f]f$/.test(word) ? of("f", ["ves"]) : []);
    if (word.length > 3 && !/(ss|us|is)$/.test(word)) {
      found = found.concat(of("s", [""]));
      if (word.length > 4) found = found.concat(of("ies", ["y"]), of("ves", ["f", "fe"]));
      if (/(s|x|z|ch|sh|o)es$/.test(word)) found = found.concat(of("es", [""]));
    }
    return found;
  }

  // The tokens to look up: pairs of neighbouring characters; for a single character or a word, all that begin with it.
  function terms(text, language) {
    var found = new Map();
    runs(text).flatMap(parted).forEach(function (run) {
      if (run.kind === "word") {
        var word = run.chars.slice(0, 32).join("");
        found.set(word, { token: word, begins: true, chars: run.chars, forms: forms(word, language) });
      } else if (run.chars.length === 1) {
        found.set(run.chars[0], { token: run.chars[0], begins: true, chars: run.chars });
      } else {
        for (var at = 1; at < run.chars.length; at++) {
          var pair = run.chars[at - 1] + run.chars[at];
          found.set(pair, { token: pair, begins: false, chars: [run.chars[at - 1], run.chars[at]] });
        }
      }
    });
    return Array.from(found.values());
  }

  // A term with its other forms.
  function tokens(term) {
    return [term.token].concat(term.forms || []);
  }

  function hash(chars) {
    var sum = 0x811c9dc5;
    chars.forEach(function (c) {
      sum = Math.imul(sum ^ c.codePointAt(0), 0x01000193);
    });
    sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
    return (sum ^ (sum >>> 12)) >>> 0;
  }

  // The files in which a token can be; for a prefix, all parts of its bucket.
  function files(index, term) {
    var lead = dense.test(term.chars[0]) ? 1 : 2;
    var bucket = index.bits ? hash(term.chars.slice(0, lead)) >>> (32 - index.bits) : 0;
    var parts = Number(index.parts[bucket]);
    if (!parts) return [];
    var count = 1 << (parts - 1);
    var name = function (part) { return "t/" + bucket.toString(16) + "-" + part; };
    var next = term.chars.slice(lead, lead + 1);
    if (next.length || !term.begins) return [name(hash(next) & (count - 1))];
    return Array.from({ length: count }, function (_, part) { return name(part); });
  }

  // The same, including those of its other forms.
  function everyFile(index, term) {
    var others = (term.forms || []).flatMap(function (form) {
      return files(index, { token: form, begins: false, chars: Array.from(form) });
    });
    return Array.from(new Set(files(index, term).concat(others)));
  }

  // ---- Postings. ----

  var digits = "!#$%&'()*+,-./0123456789;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}~";
  var values = new Map(Array.from(digits, function (digit, value) { return [digit, value]; }));
  var LAST = 58, MORE = 32;

  // Calls `each` with every number of a delta-encoded list; returns how many there are.
  function slots(list, each) {
    var next = 0, number = 0, weight = 1, count = 0;
    for (var at = 0; at < list.length; at++) {
      var value = values.get(list[at]);
      number += value * weight;
      if (value >= LAST) {
        weight *= MORE;
        continue;
      }
      each(next + number);
      next += number + 1;
      number = 0;
      weight = 1;
      count++;
    }
    return count;
  }

  // The bonus of a person: most readers look for people, whose occupations are in a field, not in a title.
  var PEOPLE = 3;
  // Weights: in the text, in a field, in the title, at the beginning of the title.
  var WEIGHTS = [1, 3, 8, 11];
  // The weight of a title that equals the query.
  var WHOLE = 60;

  // How well a line's token matches a term; 0 if it does not.
  function fit(term, line) {
    var token = line.slice(0, line.indexOf(":"));
    if (token === term.token) return 1;
    if (term.forms && term.forms.indexOf(token) >= 0) return 0.9;
    if (!term.begins || !token.startsWith(term.token)) return 0;
    // A word that is longer than what was typed is less likely.
    return dense.test(term.token[0]) ? 1 : 0.7;
  }

  // Adds the weights of a term to `scores`, by slot; a term with several tokens counts once, with its best weight.
  function weigh(index, term, lines, scores, hits) {
    var best = new Map();
    lines.forEach(function (line) {
      var fits = fit(term, line);
      if (!fits) return;
      var lists = line.slice(line.indexOf(":") + 1).split("|");
      lists.forEach(function (list, level) {
        var weight = WEIGHTS[level] * fits;
        slots(list, function (slot) {
          if (!(best.get(slot) >= weight)) best.set(slot, weight);
        });
      });
    });
    var rare = Math.log(1 + index.entries / (1 + best.size));
    best.forEach(function (weight, slot) {
      scores.set(slot, (scores.get(slot) || 0) + weight * rare);
      hits.set(slot, (hits.get(slot) || 0) + 1);
    });
  }

  function lines(names) {
    return Promise.all(names.map(load)).then(function (parts) {
      return parts.flatMap(function (part) { return part.split(" "); });
    });
  }

  // Only the slots that are in all chosen lists; null if none was chosen.
  function narrowed(narrow) {
    var names = Object.keys(narrow).filter(function (kind) { return narrow[kind]; });
    return Promise.all(names.map(function (kind) {
      return load("f/" + kind + "-" + narrow[kind]);
    })).then(function (lists) {
      return lists.map(function (list) {
        var set = new Set();
        slots(list, function (slot) { set.add(slot); });
        return set;
      }).reduce(function (all, set) {
        return all ? new Set(Array.from(all).filter(function (slot) { return set.has(slot); })) : set;
      }, null);
    });
  }

  // Queries the index: the entries' numbers, the best first, and whether each contains the whole query.
  function find(question, narrow) {
    return load("index").then(function (index) {
      if (index.format !== 1) throw new Error("format " + index.format);
      var asked = terms(question, index.language);
      var title = "=" + runs(question).map(function (run) { return run.chars.join(""); }).join("");
      var first = Array.from(title.slice(1));
      var whole = { token: title, begins: false, chars: first };
      var wanted = asked.map(function (term) { return lines(everyFile(index, term)); });
      var people = bangyangSearch.people;
      var has = index.collection.some(function (value) { return value[0] === people && value[2] > 0; });
      return Promise.all([
        narrowed(narrow || {}), Promise.all(wanted), first.length > 1 ? lines(files(index, whole)) : [],
        has ? narrowed({ collection: people }) : null,
      ]).then(function (got) {
        var only = got[0], scores = new Map(), hits = new Map();
        asked.forEach(function (term, at) { weigh(index, term, got[1][at], scores, hits); });
        if (got[3]) got[3].forEach(function (slot) { if (scores.has(slot)) scores.set(slot, scores.get(slot) * PEOPLE); });
        var named = new Map();
        if (scores.size) weigh(index, whole, got[2], named, new Map());
        named.forEach(function (_, slot) {
          if (scores.has(slot)) scores.set(slot, scores.get(slot) + WHOLE * asked.length);
        });
        var allowed = Array.from(scores.keys());
        if (only && !asked.length) {
          allowed = Array.from(only);
        } else if (only) {
          allowed = allowed.filter(function (slot) { return only.has(slot); });
        }
        var most = allowed.reduce(function (most, slot) { return Math.max(most, hits.get(slot) || 0); }, 0);
        // If no entry contains the whole query, those that contain most of it, if that is at least a third.
        var enough = most >= asked.length ? asked.length : Math.max(most, Math.ceil(asked.length / 3));
        var found = allowed.filter(function (slot) { return (hits.get(slot) || 0) >= enough; });
        found.sort(function (a, b) { return (scores.get(b) || 0) - (scores.get(a) || 0) || a - b; });
        return { index: index, slots: found, complete: most >= asked.length, asked: asked };
      });
    });
  }

  // The display data of entries.
  function show(index, wanted) {
    var names = Array.from(new Set(wanted.map(function (slot) { return Math.floor(slot / index.block); })));
    return Promise.all(names.map(function (block) { return load("m/" + block.toString(16)); })).then(function (blocks) {
      var rows = new Map(blocks.flat().map(function (row) { return [row[0], row]; }));
      // An entry of several regions has their names instead of an index.
      var title = function (kind, at) { return typeof at === "string" ? at : at < 0 ? "" : index[kind][at][1]; };
      return wanted.filter(function (slot) { return rows.has(slot); }).map(function (slot) {
        var row = rows.get(slot);
        return {
          url: row[1], title: row[2], lead: row[3], collection: title("collection", row[4]),
          region: title("region", row[5]), date: row[6], hint: row[7],
        };
      });
    });
  }

  bangyangSearch.find = find;
  bangyangSearch.show = show;
  bangyangSearch.terms = terms;
  self.bangyangSearch = bangyangSearch;

  // ---- The page. ----

  var PAGE = 10;
  var KINDS = ["collection", "region", "year"];

  function element(name, classes, text) {
    var made = document.createElement(name);
    if (classes) made.className = classes;
    if (text !== undefined) made.append(text);
    return made;
  }

  // A text in which the terms are highlighted.
  function marked(text, asked) {
    var made = document.createDocumentFragment();
    // The folded text, and for each of its characters the position in the original.
    var folded = "", from = [], at = 0;
    for (var c of text) {
      var small = foldOne(c);
      for (var n = 0; n < small.length; n++) from.push(at);
      folded += small;
      at += c.length;
    }
    from.push(text.length);
    var marks = new Array(text.length).fill(false);
    asked.flatMap(tokens).forEach(function (token) {
      for (var at = folded.indexOf(token); at >= 0; at = folded.indexOf(token, at + 1)) {
        marks.fill(true, from[at], Math.max(from[at + token.length], from[at] + 1));
      }
    });
    for (at = 0; at < text.length;) {
      var end = at;
      while (end < text.length && marks[end] === marks[at]) end++;
      var part = text.slice(at, end);
      made.append(marks[at] ? element("mark", "", part) : part);
      at = end;
    }
    return made;
  }

  function item(result, asked) {
    var made = element("li", "found");
    var heading = element("h2", "found-title");
    var link = element("a");
    link.href = result.url;
    link.append(marked(result.title, asked));
    if (result.hint) link.append(element("span", "found-hint", result.hint));
    heading.append(link);
    var facts = [result.collection, result.hint ? "" : result.region, result.date].filter(Boolean);
    made.append(heading);
    if (facts.length) made.append(element("p", "found-facts", facts.join(" · ")));
    if (result.lead) {
      var lead = element("p", "found-lead");
      lead.append(marked(result.lead, asked));
      made.append(lead);
    }
    return made;
  }

  function begin(form) {
    folder = form.dataset.index;
    bangyangSearch.people = form.dataset.people;
    var open = document.getElementById("search-open");
    var list = document.getElementById("search-results");
    var status = document.getElementById("search-status");
    var more = document.getElementById("search-more");
    var input = form.elements.q;
    var number = new Intl.NumberFormat(document.documentElement.lang);
    var word = function (key, values) {
      return Object.keys(values || {}).reduce(function (text, name) {
        return text.replace("{" + name + "}", values[name]);
      }, form.dataset[key]);
    };
    var turn = 0;

    function narrow() {
      var chosen = {};
      KINDS.forEach(function (kind) { chosen[kind] = form.elements[kind].value; });
      return chosen;
    }

    // Adds the next results; the first of them gets the focus if the reader asked for more.
    function add(found, asked, from, mine, focus) {
      return show(found.index, found.slots.slice(from, from + PAGE)).then(function (results) {
        if (mine !== turn) return;
        var items = results.map(function (result) { return item(result, asked); });
        if (from === 0) list.textContent = "";
        list.append.apply(list, items);
        var rest = found.slots.length - from - PAGE;
        more.hidden = rest <= 0;
        more.onclick = function () { add(found, asked, from + PAGE, mine, true); };
        if (focus && items.length) items[0].querySelector("a").focus();
      });
    }

    // Open courses come first, if they match the query.
    function offer(asked) {
      if (!open) return;
      var shown = Array.from(open.querySelectorAll(".offer")).filter(function (one) {
        var text = one.textContent;
        var fits = asked.every(function (term) { return tokens(term).some(function (token) { return fold(text).indexOf(token) >= 0; }); });
        one.hidden = !fits;
        return fits;
      });
      open.hidden = !shown.length;
    }

    function search() {
      var mine = ++turn;
      var question = input.value.trim();
      var chosen = narrow();
      var asked = terms(question, document.documentElement.lang);
      offer(asked);
      var any = KINDS.some(function (kind) { return chosen[kind]; });
      if (!asked.length && !any) {
        list.textContent = "";
        more.hidden = true;
        status.textContent = question ? word("none", { question: question }) : "";
        return;
      }
      find(question, chosen).then(function (found) {
        if (mine !== turn) return;
        var count = found.slots.length;
        return add(found, found.asked, 0, mine, false).then(function () {
          if (mine !== turn) return;
          var key = !count ? "none" : found.complete ? (question ? "count" : "all") : "near";
          status.textContent = word(key, { count: number.format(count), question: question });
        });
      }).catch(function () {
        if (mine === turn) status.textContent = word("failed");
      });
    }

    // The address keeps the query, so that going back from a result leads to the results.
    function keep() {
      var asked = new URLSearchParams();
      new FormData(form).forEach(function (value, key) { if (value) asked.set(key, value); });
      var text = asked.toString();
      try {
        history.replaceState(null, "", text ? "?" + text : location.pathname);
      } catch (refused) {
        // In some browsers, a page that was opened as a file cannot change its address.
      }
    }

    function fill(index) {
      KINDS.forEach(function (kind) {
        var select = form.elements[kind];
        index[kind].filter(function (value) { return value[2] > 0; }).forEach(function (value) {
          select.append(new Option(value[1] + " (" + number.format(value[2]) + ")", value[0]));
        });
        select.closest("[data-narrow]").hidden = select.options.length < 3;
      });
    }

    form.hidden = false;
    document.getElementById("search-without").hidden = true;
    load("index").then(function (index) {
      fill(index);
      var asked = new URLSearchParams(location.search);
      input.value = asked.get("q") || "";
      KINDS.forEach(function (kind) {
        var value = asked.get(kind);
        if (value) form.elements[kind].value = value;
      });
      search();
    }).catch(function () { status.textContent = word("failed"); });

    var composing = false, timer = 0;
    function soon() {
      clearTimeout(timer);
      timer = setTimeout(function () { keep(); search(); }, 120);
    }
    // Text that is still being composed in an input method is not a query yet.
    input.addEventListener("compositionstart", function () { composing = true; });
    input.addEventListener("compositionend", function () { composing = false; soon(); });
    input.addEventListener("input", function () { if (!composing) soon(); });
    KINDS.forEach(function (kind) { form.elements[kind].addEventListener("change", soon); });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      clearTimeout(timer);
      keep();
      search();
    });
    if (!input.value && matchMedia("(hover: hover)").matches) input.focus();
  }

  var form = typeof document.getElementById === "function" && document.getElementById("search-form");
  if (form) begin(form);
})();
