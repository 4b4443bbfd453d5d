// How search.js treats a query, without a browser: other forms of English words, accents. The index is generated in memory.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const script = readFileSync(new URL("../../themes/peony/assets/search.js", import.meta.url), "utf8");

/** Queries an index in which each entry is one word; returns the words found, the best first. */
async function ask(words, question, language = "en") {
  const digits = "!#$%&'()*+,-./0123456789;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}~";
  const lines = words.map((word, slot) => `${word}:${digits[slot]}|||`).join(" ");
  const index = {
    format: 1, language, entries: words.length, slots: 64, block: 64, bits: 0, parts: "1", collection: [], region: [], year: [],
  };
  const files = { "search/index.js": ["index", index], "search/t/0-0.js": ["t/0-0", lines] };
  const context = vm.createContext({ setTimeout, URLSearchParams });
  context.self = context;
  context.document = {
    getElementById: () => null,
    createElement: () => ({ remove() {} }),
    head: {
      append(element) {
        context.bangyangSearch(...files[element.src]);
        Promise.resolve().then(() => element.onload());
      },
    },
  };
  vm.runInContext(script, context);
  const found = await context.bangyangSearch.find(question, {});
  return Array.from(found.slots, (slot) => words[slot]);
}

test("English words are found in singular and plural", async () => {
  for (const [there, asked] of [
    ["nurse", "nurses"], ["nurses", "nurse"], ["family", "families"], ["families", "family"], ["box", "boxes"],
    ["boxes", "box"], ["class", "classes"], ["knife", "knives"], ["knives", "knife"], ["leaf", "leaves"], ["movie", "movies"],
    ["children", "child"], ["child", "children"], ["woman", "women"], ["people", "person"], ["hero", "heroes"], ["day", "days"],
    ["training", "TRAININGS"],
  ]) {
    assert.deepEqual(await ask([there, "other"], asked), [there], `${asked} finds ${there}`);
  }
});

test("what is typed comes before its other forms, and no word is taken for a plural", async () => {
  assert.deepEqual(await ask(["nurse", "nurses"], "nurses"), ["nurses", "nurse"]);
  assert.deepEqual(await ask(["new", "news"], "news"), ["news"]);
  assert.deepEqual(await ask(["clas", "bu", "thi"], "class bus this"), []);
  assert.deepEqual(await ask(["car", "care"], "cars"), ["car"]);
});

test("Spanish words are found in singular and plural, with their accents and without", async () => {
  for (const [there, asked] of [
    ["curso", "cursos"], ["cursos", "curso"], ["mujer", "mujeres"], ["mujeres", "mujer"], ["luz", "luces"], ["luces", "luz"],
    ["vez", "veces"], ["formacion", "formaciones"], ["formacion", "formación"], ["formaciones", "FORMACIÓN"], ["interes", "intereses"],
    ["pais", "países"], ["paises", "país"], ["clase", "clases"], ["rubi", "rubíes"], ["jovenes", "joven"], ["joven", "jóvenes"],
    ["ano", "años"], ["anos", "año"],
  ]) {
    assert.deepEqual(await ask([there, "other"], asked, "es-MX"), [there], `${asked} finds ${there}`);
  }
  assert.deepEqual(await ask(["cursos", "curso"], "cursos", "es"), ["cursos", "curso"], "what is typed comes first");
  assert.deepEqual(await ask(["ma", "do"], "más dos", "es"), [], "short words are no plurals");
});

test("each language has its own plurals, or none", async () => {
  assert.deepEqual(await ask(["nurse"], "nurses", "zh-CN"), []);
  assert.deepEqual(await ask(["luces"], "luz", "en"), []);
  assert.deepEqual(await ask(["families"], "family", "es"), []);
});

test("accents and parts of letters do not count", async () => {
  for (const question of ["cafe", "café", "cafe\u0301", "CAFÉS", "ｃａｆｅ"]) {
    assert.deepEqual(await ask(["cafe", "other"], question), ["cafe"], question);
  }
  assert.deepEqual(await ask(["strasse"], "Straße"), ["strasse"]);
  assert.deepEqual(await ask(["ガ", "か"], "カ\u3099"), ["ガ"]);
});
