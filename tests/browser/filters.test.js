// Filters work in place with scripts, and as separate pages without.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { guarded, launch } from "./support/browser.js";
import { serve } from "./support/server.js";
import { editions } from "./support/site.js";

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

const shown = (page) => page.locator("[data-in]:visible").count();
const link = (page, title) => page.locator(".facets a", { hasText: title }).first();
const count = async (page, title) => Number(await link(page, title).locator(".count").textContent());

/** Tests of the exemplars' filters that must pass however the page is served. */
async function inPlace(page) {
  const all = await shown(page);
  const ofOccupation = await count(page, "月嫂");
  assert.ok(ofOccupation > 0 && ofOccupation < all);

  await page.evaluate(() => { window.stayed = true; });
  await link(page, "月嫂").click();
  assert.equal(await shown(page), ofOccupation);
  assert.equal(await page.evaluate(() => window.stayed), true, "the page was not loaded anew");
  assert.equal(await page.locator("[role=status]").textContent(), `共 ${ofOccupation} 人`);
  assert.equal(await link(page, "月嫂").getAttribute("aria-current"), "true");

  // A second filter narrows the first, to the number that it shows; counties without entries disappear with their headings.
  const ofBoth = await count(page, "云麓区");
  assert.ok(ofBoth > 0 && ofBoth < ofOccupation);
  await link(page, "云麓区").click();
  assert.equal(await shown(page), ofBoth);
  assert.equal(await page.locator(".roll:visible").count(), 1);
  assert.ok(page.url().includes("#region=yunlu&occupation=yuesao"), page.url());
  for (const text of await page.locator(".person:visible .person-meta").allTextContents()) {
    assert.match(text, /月嫂/);
  }

  await page.goBack();
  assert.equal(await shown(page), ofOccupation);
  await page.locator(".facet", { hasText: "职业" }).getByText("全部", { exact: true }).click();
  assert.equal(await shown(page), all);
}

test("a list is filtered in place, served", async () => {
  const { context, faults } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("exemplars/index.html"));
  await inPlace(page);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a list is filtered in place, opened as a file", async () => {
  const { context, faults } = await guarded(browser, "file:");
  const page = await context.newPage();
  await page.goto(pathToFileURL(path.join(editions.public, "exemplars/index.html")).href);
  await inPlace(page);
  assert.deepEqual(faults, []);
  await context.close();
});

test("an address with filters shows what they let through, and says so where the filters are folded away", async () => {
  const { context } = await guarded(browser, server.origin, { viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(server.url("exemplars/index.html#occupation=yuesao&level=province"));
  assert.equal(await page.locator(".facets").isVisible(), false);
  assert.deepEqual(await page.locator(".chips button").allTextContents(), ["月嫂 （取消筛选）", "省级 （取消筛选）"]);
  const people = await shown(page);
  assert.ok(people > 0 && people < 20, `${people}`);
  // Each filter is removed with one tap, and the keyboard focus is not lost.
  await page.locator(".chips button").first().click();
  assert.match(page.url(), /#level=province$/);
  assert.ok(await shown(page) > people);
  assert.equal(await page.evaluate(() => document.activeElement.firstChild.data), "省级");
  await page.locator(".chips button").click();
  assert.equal(await page.locator(".chips").isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "SUMMARY");
  await context.close();
});

test("what nothing meets is said", async () => {
  const { context } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("exemplars/index.html"));
  await link(page, "省级").click();
  const empty = page.locator(".facets a.none").first();
  await empty.click();
  assert.equal(await shown(page), 0);
  assert.ok(await page.locator("[data-nothing]").isVisible());
  await context.close();
});

test("sessions are filtered with their months", async () => {
  const { context } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("outreach/index.html"));
  const expected = await count(page, "高校");
  await link(page, "高校").click();
  assert.equal(await page.locator(".day:visible").count(), expected);
  const empty = await page.locator(".month:visible").evaluateAll(
    (months) => months.filter((month) => !month.querySelector("[data-in]:not([hidden])")).length,
  );
  assert.equal(empty, 0);
  await context.close();
});

test("without scripts the same links lead to pages with the same records", async () => {
  const { context, faults } = await guarded(browser, server.origin, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.url("exemplars/index.html"));
  const expected = await count(page, "月嫂");
  await link(page, "月嫂").click();
  await page.waitForURL("**/occupation/yuesao.html");
  assert.equal(await page.locator(".person").count(), expected);
  assert.equal(await page.locator("h1").textContent(), "月嫂典型人物");
  assert.deepEqual(faults, []);
  await context.close();
});
