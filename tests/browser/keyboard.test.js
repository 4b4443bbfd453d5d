// Everything works by keyboard: a link to skip the menu, the page's own order, a visible focus.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
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

async function open(path, options) {
  const { context } = await guarded(browser, server.origin, options);
  const page = await context.newPage();
  await page.goto(server.url(path));
  return { context, page };
}

test("the first stop leads past the menu to the text", async () => {
  const { context, page } = await open("exemplars/chen-xiuying.html");
  await page.keyboard.press("Tab");
  const skip = page.locator(":focus");
  assert.equal(await skip.textContent(), "跳到正文");
  const box = await skip.boundingBox();
  assert.ok(box.y >= 0 && box.height > 20, "it can be seen while it has the focus");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
  await context.close();
});

for (const path of ["index.html", "exemplars/chen-xiuying.html", "trainings/index.html", "progress/2022/index.html"]) {
  test(`every stop on ${path} comes in the page's order and can be seen`, async () => {
    const { context, page } = await open(path);
    const expected = await page.evaluate(() => {
      const able = "a[href], button, summary, input:not([disabled]), [tabindex='0']";
      const stops = [...document.querySelectorAll(able)].filter((element) => element.checkVisibility() && element.tabIndex >= 0);
      stops.forEach((element, n) => { element.dataset.stop = String(n); });
      return stops.length;
    });
    assert.ok(expected > 20);
    for (let n = 0; n < expected; n += 1) {
      await page.keyboard.press("Tab");
      const found = await page.evaluate(() => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        const seen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || element.matches(".skip");
        return { stop: element.dataset.stop, seen, what: element.outerHTML.slice(0, 120) };
      });
      assert.equal(found.stop, String(n), `stop ${n} is ${found.what}`);
      assert.ok(found.seen, `no ring around ${found.what}`);
    }
    await context.close();
  });
}

test("filters open and work by keys, and the focus stays where it was", async () => {
  const { context, page } = await open("exemplars/index.html", { viewport: { width: 360, height: 740 } });
  await page.locator(".facets-switch summary").focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.locator(".facets").isVisible());
  const pick = page.locator(".facets a", { hasText: "月嫂" });
  await pick.focus();
  await page.keyboard.press("Enter");
  assert.ok(await pick.evaluate((element) => element === document.activeElement));
  assert.ok(await page.locator(".person:visible").count() < 20);
  await context.close();
});

test("a wide table is moved by keys", async () => {
  const { context, page } = await open("progress/2022/2022-09.html", { viewport: { width: 360, height: 740 } });
  const table = page.locator(".scroll").first();
  await table.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((element) => element.scrollLeft > 0, await table.elementHandle());
  await context.close();
});
