// The sheet has a screenshot of each page in each width and mode, as wide as its window, and its index shows them all.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { launch } from "./support/browser.js";
import { modes, takeSheet, widths } from "./support/sheet.js";
import { editions } from "./support/site.js";

/** Width and height of a JPEG, from its frame header. */
function size(bytes) {
  let at = 2;
  while (bytes[at] === 0xff && ![0xc0, 0xc2].includes(bytes[at + 1])) { at += 2 + bytes.readUInt16BE(at + 2); }
  return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
}

test("the sheet shows each page in each width and mode", async () => {
  const out = mkdtempSync(path.join(tmpdir(), "bangyang-sheet-"));
  const browser = await launch();
  const pages = [["home", "index.html"], ["all of the people", "exemplars/index.html"]];
  const { shots, wrong } = await takeSheet(browser, [{ title: "init en", folder: editions.english, pages }], out);
  await browser.close();
  assert.deepEqual(wrong, []);
  const expected = Object.values(modes).reduce((sum, mode) => sum + (mode.widths ?? widths).length, 0);
  assert.equal(shots.length, expected * pages.length);
  const html = readFileSync(path.join(out, "index.html"), "utf8");
  const seen = new Map();
  for (const { width, mode, name, file } of shots) {
    const bytes = readFileSync(path.join(out, file));
    assert.equal(size(bytes)[0], width, file);
    assert.ok(html.includes(`src="${file}"`), file);
    seen.set(`${name} ${width} ${mode}`, bytes.toString("base64"));
  }
  assert.notEqual(seen.get("home 360 light"), seen.get("home 360 dark"));
  assert.notEqual(seen.get("home 360 light"), seen.get("home 360 senior"));
  rmSync(out, { recursive: true });
});
