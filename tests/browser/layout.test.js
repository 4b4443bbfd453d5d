// Nothing extends beyond the edge of a narrow screen. Also takes screenshots of the main pages.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { guarded, launch, senior } from "./support/browser.js";
import { serve } from "./support/server.js";
import { basePath, editions, everyKind, pages, screenshots } from "./support/site.js";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** The elements that extend beyond the right edge, if the page is wider than its window. */
const beyond = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) { return []; }
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .slice(0, 3)
    .map((element) => `${element.tagName}.${element.className}`)
    .concat(`${document.documentElement.scrollWidth} px`);
});

for (const edition of ["public", "internal"]) {
  for (const [width, large] of [[320, false], [360, false], [360, true], [720, false]]) {
    test(`the ${edition} edition fits in ${width} px${large ? ", in large text" : ""}`, async () => {
      const server = await serve(editions[edition], basePath());
      const { context } = await guarded(browser, server.origin, { viewport: { width, height: 740 } });
      if (large) { await senior(context); }
      const page = await context.newPage();
      for (const [name, at] of pages(edition, { without: ["moved"] })) {
        await page.goto(server.url(at));
        assert.deepEqual(await beyond(page), [], name);
      }
      await context.close();
      await server.close();
    });
  }
}

for (const width of [360, 1280, 1440]) {
  test(`text at twice its size fits in ${width} px`, async () => {
    const server = await serve(editions.public, "/");
    const { context } = await guarded(browser, server.origin, { viewport: { width, height: 900 } });
    const page = await context.newPage();
    const settings = await context.newCDPSession(page);
    await settings.send("Page.setFontSizes", { fontSizes: { standard: 32 } });
    for (const [name, at] of pages("public", { without: ["moved", "not found"] })) {
      await page.goto(server.url(at));
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "34px");
      assert.deepEqual(await beyond(page), [], name);
    }
    await context.close();
    await server.close();
  });
}

test("what sticks out would be found", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin, { viewport: { width: 320, height: 740 } });
  const page = await context.newPage();
  await page.goto(server.url("index.html"));
  await page.evaluate(() => document.querySelector("h1").append("n".repeat(80)));
  await page.evaluate(() => { document.querySelector("h1").style.overflowWrap = "normal"; });
  assert.ok((await beyond(page)).length > 0);
  await context.close();
  await server.close();
});

test("the next class can be called with a thumb, on an old phone without scripts", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin, { viewport: { width: 360, height: 640 }, javaScriptEnabled: false });
  const page = await context.newPage();
  for (const at of ["index.html", "trainings/index.html"]) {
    await page.goto(server.url(at));
    const first = page.locator(".next").first();
    for (const label of ["上课时间", "地点", "费用", "招收对象", "报名截止"]) {
      assert.ok(await first.getByText(label, { exact: true }).isVisible(), `${at} does not tell ${label}`);
    }
    const call = first.locator(".call");
    assert.match(await call.getAttribute("href"), /^tel:[0-9-]+$/);
    const box = await call.boundingBox();
    assert.ok(box.height >= 48 && box.width >= 200, `${box.width} × ${box.height}`);
  }
  await context.close();
  await server.close();
});

const modes = [
  ["light", { colorScheme: "light" }, false],
  ["dark", { colorScheme: "dark" }, false],
  ["large text", { colorScheme: "light" }, true],
  ["large text in the dark", { colorScheme: "dark" }, true],
];

for (const [mode, media, large] of modes) {
  test(`the first screen of a phone has the next class and its number, ${mode}`, async () => {
    const server = await serve(editions.public, "/");
    const { context } = await guarded(browser, server.origin, { viewport: { width: 360, height: 640 }, ...media });
    if (large) { await senior(context); }
    const page = await context.newPage();
    await page.goto(server.url("index.html"));
    const within = async (locator) => {
      const box = await locator.boundingBox();
      return box && box.y >= 0 && box.y + box.height <= 640;
    };
    const slip = page.locator(".slip");
    for (const part of [".slip-date", "h3", ".call"]) {
      assert.ok(await within(slip.locator(part).first()), `${part} is not on the first screen`);
    }
    if (!large) {
      for (const label of ["上课时间", "地点", "费用", "报名截止"]) {
        assert.ok(await within(slip.getByText(label, { exact: true })), `${label} is not on the first screen`);
      }
    }
    assert.match(await slip.locator(".call").getAttribute("href"), /^tel:[0-9-]+$/);
    // In large text, and only there, a bar with the telephone number is always at the bottom.
    const bar = page.locator(".call-bar");
    assert.equal(await bar.isVisible(), large);
    if (large) {
      await page.evaluate(() => window.scrollTo(0, 2000));
      assert.ok(await within(bar), "the bar stays at the foot");
    }
    await context.close();
    await server.close();
  });
}

for (const [edition, language] of [["english", "English"], ["spanish", "Spanish"], ["long", "longer words"], ["rtl", "words from right to left"]]) {
  test(`the first screen of a phone has the number to call in ${language}, in every mode`, async () => {
    const server = await serve(editions[edition], "/");
    for (const [mode, media, large] of modes) {
      const { context } = await guarded(browser, server.origin, { viewport: { width: 360, height: 640 }, ...media });
      if (large) { await senior(context); }
      const page = await context.newPage();
      await page.goto(server.url("index.html"));
      const box = await page.locator(".slip .call").boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= 640, `${mode}: the button ends at ${box.y + box.height} px`);
      await context.close();
    }
    await server.close();
  });
}

test("a number to call reads from left to right, whatever the language", async () => {
  const server = await serve(editions.rtl, "/");
  const { context } = await guarded(browser, server.origin, { viewport: { width: 360, height: 640 } });
  await senior(context);
  const page = await context.newPage();
  let seen = 0;
  for (const [, at] of everyKind("rtl")) {
    await page.goto(server.url(at));
    const numbers = await page.evaluate(() => [...document.querySelectorAll("[href^='tel:']")].map((link) => {
      const text = (link.querySelector("strong") ?? link).firstChild;
      const left = (from) => {
        const range = document.createRange();
        range.setStart(text, from);
        range.setEnd(text, from + 1);
        return range.getBoundingClientRect().left;
      };
      return [text.data, left(0) < left(text.data.length - 1)];
    }));
    assert.deepEqual(numbers.filter(([, right]) => !right), [], at);
    seen += numbers.length;
  }
  assert.ok(seen > 10, `${seen} numbers are not all that there are`);
  await context.close();
  await server.close();
});

test("the pages on which one asks have a number under their heading", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin, { viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  for (const at of ["join.html", "contact.html", "bases/jinxiu.html", "regions/qingxi.html", "trainings/2027-home-care.html"]) {
    await page.goto(server.url(at));
    const call = await page.locator("main .call").first().boundingBox();
    const heading = await page.locator("h1").boundingBox();
    assert.ok(call.y > heading.y && call.y < 640, `${at}: the number stands at ${call.y} px`);
  }
  await context.close();
  await server.close();
});

test("a class to come tells all in the order of asking, and leads to what is open", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin, { viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  await page.goto(server.url("trainings/2027-yuesao-weekend.html"));
  const labels = ["开班日期", "上课时间", "地点", "费用", "招收对象", "报名截止"];
  const tops = await Promise.all(labels.map(async (label) => (await page.getByText(label, { exact: true }).first().boundingBox()).y));
  assert.deepEqual(tops, [...tops].sort((a, b) => a - b), labels.join(", "));
  assert.match(await page.locator(".map").getAttribute("href"), /^https:\/\//);
  const calendar = await page.locator(".keep a").getAttribute("href");
  const text = await (await page.request.get(new URL(calendar, page.url()).href)).text();
  assert.match(text, /^BEGIN:VCALENDAR\r\n/);
  assert.match(text, /\r\nDTSTART;VALUE=DATE:20270306\r\n/);
  assert.ok(await page.locator(".offer").count() >= 2);
  assert.equal(await page.locator(".neighbours").count(), 0, "what ended years ago is no neighbour");
  await context.close();
  await server.close();
});

const main = [
  "home", "exemplars", "exemplar", "bases", "base", "outreach", "trainings", "news", "program", "metric", "bulletin", "region",
];

for (const width of [360, 768, 1440]) {
  test(`pictures of the main pages at ${width} px`, async () => {
    mkdirSync(screenshots, { recursive: true });
    const server = await serve(editions.public, "/");
    const { context, faults } = await guarded(browser, server.origin, { viewport: { width, height: 900 } });
    const page = await context.newPage();
    for (const [name, at] of pages("public").filter(([kind]) => main.includes(kind))) {
      await page.goto(server.url(at));
      await page.evaluate(async () => {
        const images = [...document.images];
        images.forEach((image) => { image.loading = "eager"; });
        await Promise.all(images.map((image) => image.decode()));
      });
      const picture = await page.screenshot({ fullPage: true, path: path.join(screenshots, `${name}-${width}.png`) });
      assert.equal(picture.readUInt32BE(16), width, `${name} is as wide as its window`);
    }
    assert.deepEqual(faults, []);
    await context.close();
    await server.close();
  });
}
