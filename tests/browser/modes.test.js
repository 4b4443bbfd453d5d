// 长辈模式 (large text) and dark mode: the reader's choice applies and is remembered, without errors in browsers without storage.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { guarded, launch, senior } from "./support/browser.js";
import { serve } from "./support/server.js";
import { editions, pages } from "./support/site.js";

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve(editions.public, "/");
});
after(async () => {
  await browser.close();
  await server.close();
});

const button = (page) => page.getByRole("button", { name: "长辈模式" });
const bodySize = (page) => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));

test("large text is kept from page to page and over a reload, until it is turned off", async () => {
  const { context, faults } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("index.html"));
  const before = await bodySize(page);
  await button(page).click();
  assert.equal(await button(page).getAttribute("aria-pressed"), "true");
  assert.ok(await bodySize(page) >= 18 && await bodySize(page) > before);
  await page.goto(server.url("exemplars/chen-xiuying.html"));
  assert.ok(await bodySize(page) >= 18);
  await page.reload();
  assert.ok(await bodySize(page) >= 18);
  await button(page).click();
  await page.goto(server.url("index.html"));
  assert.equal(await bodySize(page), before);
  assert.deepEqual(faults, []);
  await context.close();
});

test("large text works on files", async () => {
  const { context, faults } = await guarded(browser, "file:");
  const page = await context.newPage();
  await page.goto(pathToFileURL(path.join(editions.public, "index.html")).href);
  await button(page).click();
  assert.ok(await bodySize(page) >= 18);
  assert.deepEqual(faults, []);
  await context.close();
});

test("where nothing may be kept, it holds for the page", async () => {
  const { context, faults } = await guarded(browser, server.origin);
  await context.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("refused", "SecurityError"); } });
  });
  const page = await context.newPage();
  await page.goto(server.url("index.html"));
  await button(page).click();
  assert.ok(await bodySize(page) >= 18);
  assert.deepEqual(faults, []);
  await context.close();
});

test("no word is smaller than 18 px in large text", async () => {
  const { context } = await guarded(browser, server.origin);
  await senior(context);
  const page = await context.newPage();
  const small = [];
  for (const [, path] of pages("public", { without: ["moved", "not found"] })) {
    await page.goto(server.url(path));
    // Drawings are scaled to their container, so their text sizes are not in pixels of the page.
    small.push(...await page.evaluate((at) => {
      const found = new Set();
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const element = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || element.closest("svg, script") || !element.checkVisibility()) { continue; }
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < 18) { found.add(`${at}: ${size} px in ${element.tagName}.${element.className}`); }
      }
      return [...found];
    }, path));
  }
  assert.deepEqual(small, []);
  await context.close();
});

test("large text has more contrast", async () => {
  const { context } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("index.html"));
  const muted = () => page.evaluate(() => getComputedStyle(document.querySelector(".headline-name")).color);
  const before = await muted();
  await button(page).click();
  const after = await muted();
  const light = (color) => color.match(/\d+/g).map(Number).reduce((a, b) => a + b);
  assert.ok(light(after) < light(before), `${before} became ${after}`);
  await context.close();
});

test("the dark follows the system, and a choice by hand overrules it and is kept", async () => {
  const { context } = await guarded(browser, server.origin, { colorScheme: "dark" });
  const page = await context.newPage();
  await page.goto(server.url("index.html"));
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  const choice = page.getByRole("button", { name: "深色" });
  assert.equal(await choice.getAttribute("aria-pressed"), "true");
  await choice.click();
  const light = await paper();
  assert.notEqual(light, dark);
  await page.reload();
  assert.equal(await paper(), light);
  await context.close();
});

test("large text keeps the dark that was chosen by hand", async () => {
  const { context } = await guarded(browser, server.origin, { colorScheme: "light" });
  await senior(context);
  const page = await context.newPage();
  await page.goto(server.url("search.html"));
  await page.getByRole("button", { name: "深色" }).click();
  const light = (of) => page.evaluate((selector) => {
    const style = getComputedStyle(document.querySelector(selector));
    return [style.backgroundColor, style.color].map((color) => color.match(/\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b));
  }, of);
  for (const of of ["body", ".search-input"]) {
    const [paper, ink] = await light(of);
    assert.ok(paper < 150 && ink > 600, `${of}: paper ${paper}, ink ${ink}`);
  }
  await context.close();
});

test("nothing moves for those who ask that nothing moves", async () => {
  const { context } = await guarded(browser, server.origin, { reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(server.url("exemplars/index.html"));
  const moving = () => page.evaluate(
    () => [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return style.transitionDuration.split(",").some((time) => parseFloat(time) > 0) || style.animationName !== "none";
    }).length,
  );
  assert.equal(await moving(), 0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  assert.ok(await moving() > 0, "else this test could not fail");
  await context.close();
});
