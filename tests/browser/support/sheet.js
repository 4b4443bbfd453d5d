// The sheet: screenshots of every kind of page in each width and mode, and an index page.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { guarded, senior } from "./browser.js";
import { serve } from "./server.js";

/** Window widths in CSS pixels: phone, tablet, desktop. */
export const widths = [360, 768, 1440];

/** The modes of a page. Paper has its own width: A4 is 794 px wide. */
export const modes = {
  light: { options: { colorScheme: "light" } },
  dark: { options: { colorScheme: "dark" } },
  senior: { options: { colorScheme: "light" }, prepare: senior },
  print: { options: { colorScheme: "light" }, media: "print", widths: [794] },
};

/** Maximum height of a screenshot in pixels; the rest of a longer page looks the same. */
const LONGEST = 6000;

const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Loads lazy pictures. */
const settle = (page) => page.evaluate(async () => {
  const images = [...document.images];
  images.forEach((image) => { image.loading = "eager"; });
  await Promise.all(images.map((image) => image.decode().catch(() => {})));
});

/**
 * Takes screenshots of the sites [{title, folder, pages [[name, path]]}] into `out`, and writes its index.html.
 * Returns the screenshots, [{site, name, at, mode, width, file}], and the problems of the pages.
 */
export async function takeSheet(browser, sites, out, tell = () => {}) {
  const shots = [];
  const wrong = [];
  for (const { title, folder, pages } of sites) {
    const server = await serve(folder, "/");
    mkdirSync(path.join(out, slug(title)), { recursive: true });
    for (const [mode, how] of Object.entries(modes)) {
      for (const width of how.widths ?? widths) {
        const { context, faults } = await guarded(browser, server.origin, { viewport: { width, height: 900 }, ...how.options });
        await how.prepare?.(context);
        const page = await context.newPage();
        await page.emulateMedia({ media: how.media ?? "screen" });
        for (const [name, at] of pages) {
          // For redirects, the target is taken.
          await page.goto(server.url(at), { waitUntil: "load" });
          await settle(page);
          const height = Math.min(LONGEST, await page.evaluate(() => document.documentElement.scrollHeight));
          const file = `${slug(title)}/${slug(name)}-${mode}-${width}.jpg`;
          await page.screenshot({ path: path.join(out, file), type: "jpeg", quality: 70, fullPage: true, clip: { x: 0, y: 0, width, height } });
          shots.push({ site: title, name, at, mode, width, file });
        }
        wrong.push(...faults);
        await context.close();
        tell(`${title}: ${mode} at ${width} px`);
      }
    }
    await server.close();
  }
  writeFileSync(path.join(out, "index.html"), index(shots));
  return { shots, wrong };
}

/** The index page: a row for each kind of page, with small screenshots that link to the large ones. */
export function index(shots) {
  const rows = new Map();
  for (const shot of shots) {
    const row = `${shot.site}: ${shot.name}`;
    rows.set(row, [...rows.get(row) ?? [], shot]);
  }
  const links = [...rows.keys()].map((row) => `<li><a href="#${slug(row)}">${escaped(row)}</a></li>`).join("\n");
  const picture = ({ name, mode, width, file }) => `<figure class="${mode}"><a href="${file}"><img src="${file}" alt="${escaped(name)}, ${mode}, ${width} px" loading="lazy" width="${Math.round(width / 4)}"></a><figcaption>${mode} ${width}</figcaption></figure>`;
  const parts = [...rows].map(([row, of]) => `<section id="${slug(row)}"><h2>${escaped(row)} <small>${escaped(of[0].at)}</small></h2><div>${of.map(picture).join("\n")}</div></section>`);
  const choices = Object.keys(modes).map((mode) => `<label><input type="checkbox" id="${mode}" checked> ${mode}</label>`).join(" ");
  const hide = Object.keys(modes).map((mode) => `body:has(#${mode}:not(:checked)) .${mode} { display: none; }`).join("\n");
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Sheet: ${shots.length} pictures</title>
<style>
body { margin: 1rem; font: 15px/1.5 system-ui, sans-serif; background: #ddd; }
header { position: sticky; top: 0; padding: .5rem 0; background: #ddd; }
ul { columns: 14rem; padding-inline-start: 1.2rem; }
div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
figure { margin: 0; }
figure a { display: block; max-height: 30rem; overflow: hidden; box-shadow: 0 0 3px #0008; }
img { display: block; }
small { font-weight: normal; color: #555; }
${hide}
</style>
<header>${choices}</header>
<ul>
${links}
</ul>
${parts.join("\n")}
</html>
`;
}
