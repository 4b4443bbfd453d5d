// axe-core finds no problem on any kind of page, in light mode, dark mode and large text.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { guarded, launch } from "./support/browser.js";
import { serve } from "./support/server.js";
import { basePath, editions, pages } from "./support/site.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** The problems that axe reports, one per line. */
async function faultsOf(page) {
  const { violations } = await page.evaluate(
    (tags) => window.axe.run(document, { resultTypes: ["violations"], runOnly: tags }),
    rules,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}

const modes = [
  ["light", { colorScheme: "light" }, false],
  ["dark", { colorScheme: "dark" }, false],
  ["large text", { colorScheme: "light" }, true],
];

for (const edition of ["public", "internal"]) {
  test(`axe finds nothing in the ${edition} edition`, async (t) => {
    const server = await serve(editions[edition], basePath());
    // Without motion: a colour in transition between two modes is not a problem.
    const { context } = await guarded(browser, server.origin, { bypassCSP: true, reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const [name, path] of pages(edition, { without: ["moved"] })) {
      await t.test(name, async () => {
        await page.goto(server.url(path));
        await page.evaluate(axe);
        for (const [mode, media, large] of modes) {
          await page.emulateMedia(media);
          await page.evaluate((on) => document.documentElement.setAttribute("data-senior", on ? "on" : "off"), large);
          assert.deepEqual(await faultsOf(page), [], mode);
        }
      });
    }
    await context.close();
    await server.close();
  });
}

test("axe would find a fault", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin, { bypassCSP: true });
  const page = await context.newPage();
  await page.goto(server.url("index.html"));
  await page.evaluate(axe);
  await page.evaluate(() => {
    document.querySelector("h1").style.color = "#ddd";
    document.querySelector("main img").removeAttribute("alt");
  });
  const found = (await faultsOf(page)).map((fault) => fault.split(":")[0]);
  assert.ok(found.includes("color-contrast") && found.includes("image-alt"), found.join("\n"));
  await context.close();
  await server.close();
});
