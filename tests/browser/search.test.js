// Search: Chinese, Latin, single characters, facets; by keyboard, without a server, and with assistive technology.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { guarded, launch } from "./support/browser.js";
import { serve } from "./support/server.js";
import { editions } from "./support/site.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const results = (page) => page.locator("#search-results > li");
const titles = (page) => page.locator("#search-results a").allTextContents();

/** Types a query and waits until the status mentions it. */
async function ask(page, question) {
  const status = page.locator("#search-status");
  await page.locator("#search-question").fill("");
  await page.waitForFunction(() => document.querySelector("#search-status").textContent.trim() === "" || document.querySelector("#search-results").children.length === 0);
  await page.locator("#search-question").pressSequentially(question);
  await page.waitForFunction(() => /\d|没有/.test(document.querySelector("#search-status").textContent));
  return status.textContent();
}

/** Tests that must pass however the page is served. */
async function found(page) {
  for (const [question, title] of [["陈秀英", "陈秀英"], ["陈秀", "陈秀英"], ["陈", "陈"], ["月嫂", "月嫂"], ["家政服务", "家政"]]) {
    await ask(page, question);
    const all = await titles(page);
    assert.ok(all.length > 0, `${question} finds nothing`);
    if (question.startsWith("陈")) {
      assert.ok(all[0].includes(title), `${question} finds ${all[0]} first`);
    }
  }
  // The first result links to the right page.
  await ask(page, "陈秀英");
  await results(page).first().getByRole("link").click();
  await page.waitForLoadState();
  assert.match(await page.locator("h1").textContent(), /陈秀英/);
}

test("names, trades and single characters are found from a server at a sub-path", async () => {
  const server = await serve(editions.public, "/a/b/");
  const { context, faults } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("search.html"));
  await found(page);
  assert.deepEqual(faults, []);
  await context.close();
  await server.close();
});

test("they are found in a site that is opened as files", async () => {
  const { context, faults } = await guarded(browser, "file:");
  const page = await context.newPage();
  await page.goto(pathToFileURL(path.join(editions.public, "search.html")).href);
  await found(page);
  assert.deepEqual(faults, []);
  await context.close();
});

test("what is chosen narrows what is found, and the address keeps both", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("search.html"));
  const number = (text) => Number(/\d+/.exec(text)?.[0] ?? 0);
  const all = number(await ask(page, "月嫂"));
  const exemplars = page.locator("#search-collection option", { hasText: "福嫂" }).first();
  const value = (await exemplars.count()) > 0
    ? await exemplars.getAttribute("value")
    : await page.locator("#search-collection option").nth(1).getAttribute("value");
  await page.locator("#search-collection").selectOption(value);
  await page.waitForFunction((all) => Number(/\d+/.exec(document.querySelector("#search-status").textContent)?.[0] ?? 0) !== all, all);
  const some = number(await page.locator("#search-status").textContent());
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  const address = new URL(page.url());
  assert.equal(address.searchParams.get("q"), "月嫂");
  assert.equal(address.searchParams.get("collection"), value);
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#search-results").children.length > 0);
  assert.equal(number(await page.locator("#search-status").textContent()), some);
  await context.close();
  await server.close();
});

test("a question can be asked and answered by keyboard, and nothing found is said", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("search.html"));
  await page.locator("#search-question").focus();
  await page.keyboard.type("陈秀英");
  await page.waitForFunction(() => document.querySelector("#search-results a"));
  // Tab from the query through its button and the three lists to the first result.
  for (let step = 0; step < 8; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.closest("#search-results") !== null)) { break; }
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/chen-xiuying/);
  await page.goto(server.url("search.html"));
  const told = await ask(page, "qqqzzzxxx");
  assert.match(told, /未找到/);
  assert.match(told, /\d{4}-\d+/, "whom one can call instead");
  assert.equal(await results(page).count(), 0);
  await context.close();
  await server.close();
});

test("a trade is answered by the class that is open, then by people", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("search.html"));
  await ask(page, "月嫂");
  const open = page.locator("#search-open .offer:visible");
  assert.equal(await open.count(), 1);
  assert.match(await open.locator("a").first().getAttribute("href"), /2027-yuesao-weekend/);
  const first = await results(page).evaluateAll((all) => all.slice(0, 8).map((one) => one.querySelector("a").getAttribute("href")));
  assert.ok(first.filter((href) => href.includes("exemplars/")).length >= 4, first.join(" "));
  await context.close();
  await server.close();
});

for (const [mode, media, large] of [
  ["light", { colorScheme: "light" }, false],
  ["dark", { colorScheme: "dark" }, false],
  ["large text", { colorScheme: "light" }, true],
]) {
  test(`axe finds nothing beside results, ${mode}`, async () => {
    const server = await serve(editions.public, "/");
    const { context } = await guarded(browser, server.origin, { bypassCSP: true, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.emulateMedia(media);
    await page.goto(server.url("search.html"));
    await page.evaluate((on) => document.documentElement.setAttribute("data-senior", on ? "on" : "off"), large);
    await ask(page, "月嫂");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`), []);
    await context.close();
    await server.close();
  });
}
