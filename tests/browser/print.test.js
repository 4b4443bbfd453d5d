// On paper: what is printed, on how many sheets, and what is left out.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { guarded, launch, senior } from "./support/browser.js";
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

/** The number of sheets for a page, and whether they are A4. */
async function sheets(page) {
  const text = (await page.pdf({ preferCSSPageSize: true, format: "A4" })).toString("latin1");
  const boxes = [...text.matchAll(/\/MediaBox\s*\[([^\]]+)\]/g)].map((found) => found[1].trim().split(/\s+/).map(Number));
  assert.ok(boxes.length > 0, "the PDF tells no page's size");
  for (const [, , width, height] of boxes) {
    // In points; Chromium rounds A4 up or down, depending on how the size was requested.
    assert.ok(Math.abs(width - 595.3) < 1.5 && Math.abs(height - 841.9) < 1.5, `${width} × ${height}`);
  }
  return [...text.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
}

const cases = [
  { path: "progress/2022/2022-09.html", heading: "2022年9月进展通报", from: 2, to: 4 },
  { path: "progress/2022/index.html", heading: "2022年“福嫂家政”提升工程", from: 1, to: 4 },
  { path: "exemplars/chen-xiuying.html", heading: "陈秀英", from: 2, to: 6 },
  { path: "exemplars/fan-liping.html", heading: "范丽萍", from: 1, to: 1 },
  { path: "trainings/index.html", heading: "技能培训", from: 1, to: 12 },
  { path: "trainings/2027-yuesao-weekend.html", heading: "锦绣初级月嫂周末班（2027年春季）", from: 1, to: 1 },
];

for (const { path, heading, from, to } of cases) {
  test(`${path} prints on ${from} to ${to} sheets under its heading`, async () => {
    // Dark mode and large text do not affect printing.
    const { context, faults } = await guarded(browser, server.origin, { colorScheme: "dark" });
    await senior(context);
    const page = await context.newPage();
    await page.goto(server.url(path));
    const count = await sheets(page);
    assert.ok(count >= from && count <= to, `${count} sheets`);
    await page.emulateMedia({ media: "print" });
    const title = page.locator("h1");
    assert.equal(await title.textContent(), heading);
    assert.ok(await title.isVisible());
    for (const away of [".menu", ".crumbs", ".skip", ".facets", ".pager", ".tool"]) {
      assert.equal(await page.locator(`${away}:visible`).count(), 0, `${away} is printed`);
    }
    const colours = await page.evaluate(() => {
      const style = getComputedStyle(document.body);
      return [style.backgroundColor, style.color];
    });
    assert.deepEqual(colours, ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("tables are whole on paper, however wide they are on a screen", async () => {
  const { context } = await guarded(browser, server.origin, { viewport: { width: 640, height: 900 } });
  const page = await context.newPage();
  await page.goto(server.url("progress/2022/2022-09.html"));
  const cut = () => page.evaluate(
    () => [...document.querySelectorAll(".scroll")].filter((element) => element.scrollWidth > element.clientWidth + 1).length,
  );
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok(await cut() > 0, "else this test could not fail");
  await page.setViewportSize({ width: 660, height: 900 });
  await page.emulateMedia({ media: "print" });
  assert.equal(await cut(), 0);
  await context.close();
});
