// The site works at any sub-path and as files, always without a request to another host.

import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { guarded, launch } from "./support/browser.js";
import { serve } from "./support/server.js";
import { basePath, editions, pages } from "./support/site.js";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** The addresses that a page links to and loads, absolute and without fragments. */
const addresses = (page) => page.evaluate(() => [...new Set(
  [...document.querySelectorAll("a[href], img, link[href], script[src]")]
    .filter((element) => element.rel !== "canonical")
    // Links in SVG have no plain `href` property.
    .map((element) => new URL(element.getAttribute("href") ?? element.getAttribute("src"), document.baseURI).href)
    .map((address) => address.replace(/#.*$/, "")),
)]);

/** Fragments in a page's links to itself for which it has no id. */
const lostAnchors = (page) => page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
  .map((element) => decodeURIComponent(element.getAttribute("href").slice(1)))
  .filter((id) => !document.getElementById(id)));

/** Allowed links out of the site: telephone, e-mail, the register of websites, a map. */
const leadsOut = (address) => /^(mailto:|tel:|https:\/\/beian\.|https:\/\/uri\.amap\.com\/search\?keyword=)/.test(address);

for (const edition of ["public", "internal"]) {
  test(`the ${edition} edition works at a sub-path and asks nobody else for anything`, async () => {
    const folder = editions[edition];
    const server = await serve(folder, "/a/b/");
    const { context, faults } = await guarded(browser, server.origin);
    const page = await context.newPage();
    const seen = new Set();
    for (const [name, at] of pages(edition, { without: ["not found", "moved"] })) {
      await page.goto(server.url(at), { waitUntil: "load" });
      assert.deepEqual(await lostAnchors(page), [], name);
      for (const address of await addresses(page)) {
        if (leadsOut(address) || seen.has(address)) { continue; }
        seen.add(address);
        assert.ok(address.startsWith(server.url("")), `${name} leads to ${address}`);
        const file = path.join(folder, decodeURIComponent(address.slice(server.url("").length)));
        assert.ok(existsSync(file) && statSync(file).isFile(), `${name} leads to ${address}, which is not there`);
      }
    }
    assert.ok(seen.size > (edition === "public" ? 300 : 100), `${seen.size} addresses`);
    assert.deepEqual(faults, []);
    await context.close();
    await server.close();
  });

  test(`the ${edition} edition works opened as files`, async () => {
    const folder = editions[edition];
    const { context, faults } = await guarded(browser, "file:");
    const page = await context.newPage();
    for (const [name, at] of pages(edition, { without: ["not found", "moved"] })) {
      await page.goto(pathToFileURL(path.join(folder, at)).href);
      const styled = await page.evaluate(() => getComputedStyle(document.body).fontFamily.includes("PingFang SC"));
      assert.ok(styled, `${name} has no style`);
      for (const address of await addresses(page)) {
        if (leadsOut(address)) { continue; }
        const file = fileURLToPath(address);
        assert.ok(file.startsWith(folder) && existsSync(file) && statSync(file).isFile(), `${name} leads to ${address}`);
      }
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("from file to file one comes by clicking", async () => {
  const { context, faults } = await guarded(browser, "file:");
  const page = await context.newPage();
  await page.goto(pathToFileURL(path.join(editions.public, "index.html")).href);
  await page.getByRole("link", { name: "读陈秀英的故事" }).click();
  await page.waitForURL("**/exemplars/chen-xiuying.html");
  await page.locator(".facts").getByRole("link", { name: "锦绣家政培训学校" }).click();
  await page.waitForURL("**/bases/jinxiu.html");
  await page.locator(".menu").getByRole("link", { name: "工作进展" }).click();
  await page.waitForURL("**/progress/2023/index.html");
  await page.locator(".ledger").getByRole("link", { name: "新认定福嫂" }).click();
  await page.waitForURL("**/metrics/exemplars.html");
  await page.locator(".brand").click();
  await page.waitForURL("**/index.html");
  assert.equal(await page.locator("h1").textContent(), "“福嫂家政”提升工程");
  assert.deepEqual(faults, []);
  await context.close();
});

test("an old address leads to the new one", async () => {
  const server = await serve(editions.public, "/a/b/");
  const { context } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("baoming.html"));
  await page.waitForURL("**/a/b/join.html");
  await context.close();
  await server.close();
});

test("the page for what is not there works at every depth of the host that the site is made for", async () => {
  const server = await serve(editions.public, basePath());
  const { context, faults } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("404.html"));
  const home = await page.locator(".brand").getAttribute("href");
  assert.ok(home.startsWith(basePath()), home);
  assert.deepEqual(faults, []);
  await context.close();
  await server.close();
});

test("a request to anywhere else would be found", async () => {
  const server = await serve(editions.public, "/");
  const { context, faults } = await guarded(browser, server.origin, { bypassCSP: true });
  const page = await context.newPage();
  await page.goto(server.url("index.html"));
  await page.evaluate(() => new Promise((resolve) => {
    const image = new Image();
    image.onerror = resolve;
    image.src = "http://elsewhere.invalid/counted.gif";
  }));
  assert.ok(faults.some((fault) => fault === "asked for http://elsewhere.invalid/counted.gif"), faults.join("\n"));
  await context.close();
  await server.close();
});

test("what the policy refuses would be found", async () => {
  const server = await serve(editions.public, "/");
  const { context, faults } = await guarded(browser, server.origin);
  const page = await context.newPage();
  await page.goto(server.url("index.html"));
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<p style="color: red">x</p>'));
  await page.waitForTimeout(100);
  assert.ok(faults.some((fault) => /Content Security Policy/i.test(fault)), faults.join("\n"));
  await context.close();
  await server.close();
});
