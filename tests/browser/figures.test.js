// A figure is the same on every page: no two pages give different numbers for the same metric, place and time.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { guarded, launch } from "./support/browser.js";
import { serve } from "./support/server.js";
import { editions, files } from "./support/site.js";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** The figures in a page's tables and on the home page: [metric, kind, place and time; the number as written]. */
const said = (page, at) => page.evaluate((path) => {
  const told = { year: "", all: [], push(pair) { this.all.push([`${this.year} ${pair[0]}`, pair[1]]); } };
  // Without thousands separators, and with a decimal point.
  const isSpanish = document.documentElement.lang === "es";
  const plain = (text) => (isSpanish ? text.replace(/[\s.]/g, "").replace(",", ".") : text.replace(/[\s,]/g, ""));
  const number = (element) => {
    const text = element?.querySelector(".fig:not(.fig-none)")?.firstChild?.data;
    return text ? plain(text) : null;
  };
  const tell = (what, value) => { if (value !== null) { told.push([what, value]); } };
  const bare = (element) => element.firstChild.textContent.trim();
  // For each program, the last month with figures: later periods show figures up to that month.
  const lasts = { 2022: "2022-09", 2023: "2023-12", 2026: "2026-11" };
  const parts = /progress\/(\d{4})\/(?:(\d{4}(?:-[qh]?\d+)?)|index|regions\/(\w+)|metrics\/([\w-]+))\.html$/.exec(path);
  if (!parts) {
    for (const item of document.querySelectorAll(".headline li")) {
      const [, year, metric] = /progress\/(\d{4})\/sources\/([\w-]+)\.html/.exec(item.querySelector("a")?.href) ?? [];
      told.year = year;
      if (metric) { tell(`id ${metric} | whole | by ${lasts[year]}`, plain(item.querySelector(".headline-number").textContent)); }
    }
    return told.all;
  }
  const last = lasts[parts[1]];
  told.year = parts[1];
  const [, , period, region, metricId] = parts;
  const ends = (of) => {
    const found = /-(?:(q|h)(\d)|(\d\d))$/.exec(of);
    const month = !found ? 12 : found[1] ? Number(found[2]) * (found[1] === "q" ? 3 : 6) : Number(found[3]);
    const day = `${parts[1]}-${String(month).padStart(2, "0")}`;
    return day < last ? day : last;
  };
  const place = region ? `${document.querySelector("h1").textContent.replace("工作进展", "")}` : "whole";
  // The subject of a row by its name, and by its id, which links contain in every language.
  const placesOf = (row) => {
    if (row.closest("tfoot")) { return ["whole"]; }
    const link = row.cells[0].querySelector("a");
    const id = /regions\/([\w-]+)\.html/.exec(link?.href ?? "")?.[1];
    return [row.cells[0].textContent.trim(), ...(id ? [`region ${id}`] : [])];
  };
  for (const row of document.querySelectorAll(".ledger:not(.aims) .line-first")) {
    const metric = bare(row.querySelector("th a"));
    const id = /metrics\/([\w-]+)\.html/.exec(row.querySelector("th a").href)[1];
    tell(`${metric} | ${place} | by ${ends(period ?? last)}`, number(row.querySelector(".cell-now")));
    tell(`id ${id} | ${place} | by ${ends(period ?? last)}`, number(row.querySelector(".cell-now")));
    if (region) { tell(`${metric} | region ${region} | by ${ends(last)}`, number(row.querySelector(".cell-now"))); }
    if (period) { tell(`${metric} | whole | in ${period}`, number(row.querySelector(".cell-done"))); }
    for (const line of row.parentElement.rows) {
      const share = line.querySelector(".percent");
      const set = line.querySelector(".cell-target .set")?.textContent;
      if (set) { tell(`${metric} | ${place} | target ${set}`, number(line.querySelector(".cell-target"))); }
      if (share) {
        tell(`${metric} | ${place} | share of ${set} by ${ends(period ?? last)}`, plain(share.textContent));
        const now = number(row.querySelector(".cell-now"))?.match(/[\d.]+/)?.[0] ?? 0;
        const whole = Math.round((Number(now) / Number(number(line.querySelector(".cell-target")))) * 1000) / 10;
        told.push([`${metric} | ${place} | share of ${set} by ${ends(period ?? last)}`, `${whole}%`]);
      }
    }
  }
  for (const table of document.querySelectorAll(".pairs, #regions .wide")) {
    const metrics = [...table.tHead.rows[0].cells].slice(1).map(bare);
    for (const row of [...table.tBodies[0].rows, ...table.tFoot?.rows ?? []]) {
      for (const name of placesOf(row)) {
        [...row.cells].slice(1).forEach((cell, n) => {
          const total = cell.querySelector(".total");
          tell(`${metrics[n]} | ${name} | by ${ends(period ?? last)}`, period ? number(total) : number(cell));
          if (period) { tell(`${metrics[n]} | ${name} | in ${period}`, number(cell)); }
        });
      }
    }
  }
  if (metricId) {
    const metric = bare(document.querySelector("h1"));
    for (const row of document.querySelectorAll("[aria-labelledby=by-month] tbody tr")) {
      const link = /(\d{4})-(\d\d)\.html/.exec(row.cells[0].querySelector("a")?.href ?? "");
      const found = link ?? /(\d+)年(\d+)月/.exec(row.cells[0].textContent);
      if (!found) { continue; }
      const id = `${found[1]}-${found[2].padStart(2, "0")}`;
      tell(`${metric} | whole | in ${id}`, number(row.cells[1]));
      tell(`${metric} | whole | by ${id}`, number(row.cells[2]));
    }
    for (const row of document.querySelectorAll("[aria-labelledby=by-region] :is(tbody, tfoot) tr")) {
      for (const name of placesOf(row)) { tell(`${metric} | ${name} | by ${last}`, number(row.cells[1])); }
    }
  }
  return told.all;
}, at);

// Minimum number of figures, so that none is missed.
for (const [edition, least] of [["public", 500], ["internal", 500], ["english", 100], ["spanish", 100]]) {
  test(`no two pages of the ${edition} site say two numbers of one thing`, async () => {
    const server = await serve(editions[edition], "/");
    const { context } = await guarded(browser, server.origin, { javaScriptEnabled: true });
    await context.route(/\.(webp|jpg|css|js)$/, (route) => route.abort());
    const page = await context.newPage();
    const all = new Map();
    const asked = files(editions[edition], ".html").filter((name) => name === "index.html" || /^progress\/\d+\/(?!sources|ranking)/.test(name));
    for (const at of asked) {
      await page.goto(server.url(at), { waitUntil: "domcontentloaded" });
      for (const [what, value] of await said(page, at)) {
        if (!all.has(what)) { all.set(what, new Map()); }
        all.get(what).set(value, [...all.get(what).get(value) ?? [], at]);
      }
    }
    assert.ok(all.size > least, `${all.size} figures are not all that there are`);
    assert.ok([...all.values()].some((values) => [...values.values()].some((where) => new Set(where).size > 3)), "figures stand on several pages");
    const torn = [...all].filter(([, values]) => values.size > 1)
      .map(([what, values]) => `${what}: ${[...values].map(([value, where]) => `${value} on ${where[0]}`).join(", ")}`);
    assert.deepEqual(torn.slice(0, 20), []);
    await context.close();
    await server.close();
  });
}

test("two numbers of one thing would be found", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin);
  const page = await context.newPage();
  const at = "progress/2022/index.html";
  await page.goto(server.url(at));
  const before = new Map(await said(page, at));
  await page.evaluate(() => { document.querySelector("#regions tfoot .fig").firstChild.data = "9999"; });
  const torn = (await said(page, at)).filter(([what, value]) => before.get(what) !== value);
  assert.equal(torn.length, 1);
  assert.match(torn[0].join(" "), /whole \| by 2022-09 9999$/);
  await context.close();
  await server.close();
});

test("how many there are of a collection is said alike wherever it is said", async () => {
  const server = await serve(editions.public, "/");
  const { context } = await guarded(browser, server.origin);
  const page = await context.newPage();
  const counts = {};
  await page.goto(server.url("regions/index.html"));
  const heads = await page.locator(".regions thead th").allTextContents();
  const totals = await page.locator(".regions tfoot tr > *").evaluateAll((cells) => cells.map((cell) => cell.lastChild.textContent.trim()));
  heads.forEach((head, n) => { if (n) { counts[head] = Number(totals[n]); } });
  const menu = { 典型人物: "exemplars", 巾帼基地: "bases", 宣讲活动: "outreach", 技能培训: "trainings" };
  for (const [title, folder] of Object.entries(menu)) {
    await page.goto(server.url(`${folder}/index.html`));
    const line = await page.locator(".list-head .dateline").evaluate((head) => [...head.children].filter((part) => part.className !== "unnamed").map((part) => part.textContent).join(" "));
    const [whole, ...states] = line.match(/\d+/g).map(Number);
    assert.equal(whole, counts[title], title);
    if (states.length) { assert.equal(states.reduce((a, b) => a + b), whole, `${line} does not add up`); }
    assert.equal(await page.locator("[data-in]").count(), whole, title);
  }
  await page.goto(server.url("index.html"));
  const all = await page.locator(".lead-all").textContent();
  assert.match(all, new RegExp(`${counts["典型人物"]}`));
  // Wherever people who may be named are counted, the number of the others is shown too, and the sum is what the programs count.
  const unnamed = (text) => Number(/另有 (\d+) 位/.exec(text)?.[1] ?? 0);
  let counted = 0;
  for (const year of [2022, 2023]) {
    await page.goto(server.url(`progress/${year}/metrics/exemplars.html`));
    counted += Number(/\d+/.exec(await page.locator(".metric-now").textContent())[0]);
  }
  assert.equal(counts["典型人物"] + unnamed(all), counted);
  for (const at of ["exemplars/index.html", "regions/index.html"]) {
    await page.goto(server.url(at));
    assert.equal(unnamed(await page.locator("main").textContent()), unnamed(all), at);
  }
  let inRegions = 0;
  for (const region of files(editions.public, ".html").filter((name) => /^regions\/(?!index)/.test(name))) {
    await page.goto(server.url(region));
    inRegions += unnamed(await page.locator("main").textContent());
  }
  assert.equal(inRegions, unnamed(all), "each of them is told of in her region");
  await context.close();
  await server.close();
});
