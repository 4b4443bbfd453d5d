// Measures a few pages of a built site with Lighthouse, served locally as docs/hosting.md recommends. Run by
// `cargo xtask lighthouse` in a folder where npm's lighthouse is installed: node measure.mjs SITE PREFIX CHROMIUM
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";
import { serve } from "./server.mjs";

const [folder, prefix, chromePath] = process.argv.slice(2);
const server = await serve(folder, prefix, { packing: true });

const pages = [["home", ""], ["index", "exemplars/index.html"], ["profile", "exemplars/chen-xiuying.html"], ["progress", "progress/2022/index.html"]];
const categories = ["performance", "accessibility", "best-practices", "seo"];
const chrome = await chromeLauncher.launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
const lines = [];
try {
  for (const [name, page] of pages) {
    const { lhr } = await lighthouse(server.url(page), { port: chrome.port, output: "json", logLevel: "error", onlyCategories: categories });
    const scores = categories.map((category) => Math.round(lhr.categories[category].score * 100));
    console.log(`| ${name} | ${scores.join(" | ")} |`);
    for (const category of categories) {
      for (const { id, weight } of lhr.categories[category].auditRefs) {
        const audit = lhr.audits[id];
        if (weight > 0 && audit.score !== null && audit.score < 0.9) {
          lines.push(`${name}, ${category}: ${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ""}`);
        }
      }
    }
  }
} finally {
  await chrome.kill();
  await server.close();
}
if (lines.length > 0) {
  console.log(`\nWhat costs points:\n${lines.map((line) => `- ${line}`).join("\n")}`);
}
