// Takes the screenshots of all built sites: node sheet.js FOLDER. `cargo xtask sheet` builds the sites and calls this script.

import path from "node:path";
import { launch } from "./support/browser.js";
import { takeSheet } from "./support/sheet.js";
import { editions, everyKind, pages } from "./support/site.js";

const out = path.resolve(process.argv[2] ?? "../../target/sheet");
const sites = [
  { title: "public", folder: editions.public, pages: pages("public") },
  { title: "internal", folder: editions.internal, pages: pages("internal") },
  { title: "init en", folder: editions.english, pages: everyKind("english") },
  { title: "init zh-CN", folder: editions.chinese, pages: everyKind("chinese") },
  { title: "init es", folder: editions.spanish, pages: everyKind("spanish") },
  { title: "init with longer words", folder: editions.long, pages: everyKind("long") },
  { title: "init from right to left", folder: editions.rtl, pages: everyKind("rtl") },
];
const browser = await launch();
const { shots, wrong } = await takeSheet(browser, sites, out, (done) => console.log(done));
await browser.close();
console.log(`${shots.length} pictures: ${path.join(out, "index.html")}`);
if (wrong.length) {
  console.error([...new Set(wrong)].join("\n"));
  process.exitCode = 1;
}
