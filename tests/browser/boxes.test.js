// No word is cut off, overlaps another or is broken, at any width and in every language.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { guarded, launch, senior } from "./support/browser.js";
import { serve } from "./support/server.js";
import { editions, everyKind, pages } from "./support/site.js";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** The problems with the boxes of a page's words, one per line. */
const faults = (page) => page.evaluate(() => {
  const found = [];
  const name = (element) => `${element.tagName.toLowerCase()}${element.className?.baseVal ?? element.className ? `.${element.className.baseVal ?? element.className}`.replace(/ /g, ".") : ""}`;
  const width = document.documentElement.clientWidth;
  // Text for screen readers only, and elements that scroll sideways or overlay the page on purpose.
  const aside = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.clip === "rect(0px, 0px, 0px, 0px)" || style.position === "sticky" || style.position === "fixed") { return true; }
      if (at.matches(".skip, svg, .call-bar, input, select, textarea")) { return true; }
    }
    return false;
  };
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) { return at; }
    }
    return null;
  };
  const range = document.createRange();
  const lines = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("script, noscript") || !element.checkVisibility({ visibilityProperty: true }) || aside(element)) { continue; }
    // Words and numbers must not be broken; addresses may break anywhere.
    if (!element.closest(".colophon a, .feeds a, code, pre")) {
      for (const word of node.data.matchAll(/[\p{Script=Latin}\p{Script=Arabic}’'0-9.,%:]{2,}/gu)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const tops = new Set([...range.getClientRects()].filter((box) => box.width > 0.5).map((box) => Math.round(box.top)));
        if (tops.size > 1) { found.push(`broken: “${word[0]}” in ${name(element)}`); }
      }
    }
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) { continue; }
      const within = scrolls(element);
      if (!within && (box.right > width + 1 || box.left < -1)) { found.push(`beyond the edge: ${name(element)} “${node.data.trim().slice(0, 20)}”`); }
      // The height of the line without its leading.
      const size = parseFloat(getComputedStyle(element).fontSize);
      const middle = (box.top + box.bottom) / 2;
      lines.push({ element, within, text: node.data.trim(), left: box.left, right: box.right, top: middle - size * 0.42, bottom: middle + size * 0.42 });
    }
  }
  lines.sort((a, b) => a.top - b.top);
  for (let i = 0; i < lines.length; i += 1) {
    for (let j = i + 1; j < lines.length && lines[j].top < lines[i].bottom; j += 1) {
      const [a, b] = [lines[i], lines[j]];
      if (a.element === b.element) { continue; }
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const deep = Math.min(a.bottom, b.bottom) - b.top;
      if (over > 2 && deep > 3) { found.push(`overprinted: “${a.text.slice(0, 16)}” (${name(a.element)}) and “${b.text.slice(0, 16)}” (${name(b.element)})`); }
    }
  }
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility() || aside(element) || !element.innerText?.trim()) { continue; }
    const style = getComputedStyle(element);
    if (["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1) { found.push(`cut: ${name(element)}`); }
    if (["hidden", "clip"].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1) { found.push(`cut: ${name(element)}`); }
  }
  return [...new Set(found)];
});

const widths = [320, 360, 480, 768, 1024, 1440];
const sites = [
  ["the demonstration", "public"],
  ["the internal edition", "internal"],
  ["a small site in English", "english"],
  ["a small site in Chinese", "chinese"],
  ["a small site in Spanish", "spanish"],
  ["a small site with longer words", "long"],
  ["a small site from right to left", "rtl"],
];

for (const [what, edition] of sites) {
  for (const [large, mode] of [[false, ""], [true, ", in large text"]]) {
    test(`every word of ${what} has its place${mode}`, async (t) => {
      const server = await serve(editions[edition], "/");
      const { context } = await guarded(browser, server.origin);
      if (large) { await senior(context); }
      const page = await context.newPage();
      const all = edition === "public" || edition === "internal" ? pages(edition, { without: ["moved", "not found"] }) : everyKind(edition);
      for (const [name, at] of all) {
        await t.test(name, async () => {
          await page.goto(server.url(at));
          const told = [];
          for (const width of widths) {
            await page.setViewportSize({ width, height: 800 });
            told.push(...(await faults(page)).map((fault) => `${width} px: ${fault}`));
          }
          assert.deepEqual(told, []);
        });
      }
      await context.close();
      await server.close();
    });
  }
}

test("what has no place would be found", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin, { viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(server.url("about.html"));
  assert.deepEqual(await faults(page), []);
  await page.evaluate(() => {
    const [first, second] = document.querySelectorAll(".prose p");
    second.style.marginTop = "-60px";
    first.insertAdjacentHTML("beforebegin", "<p id=narrow>Attendance</p><p id=short>一二三四五六七八九十</p>");
    Object.assign(document.getElementById("narrow").style, { width: "2em", overflowWrap: "anywhere" });
    Object.assign(document.getElementById("short").style, { width: "4em", whiteSpace: "nowrap", overflow: "hidden" });
  });
  const told = (await faults(page)).map((fault) => fault.split(":")[0]);
  for (const kind of ["broken", "overprinted", "cut"]) { assert.ok(told.includes(kind), `${kind}: ${told}`); }
  await context.close();
  await server.close();
});
