// The files: valid HTML on every page, nothing that a strict content security policy refuses, little to load.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { editions, files } from "./support/site.js";

const checker = path.join(path.dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build/dist/vnu.jar");

/** The problems that the W3C's checker finds in all HTML files of a folder, one per line. */
function faultsIn(folder) {
  const words = ["-Xss4m", "-jar", checker, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", folder];
  const { status, stdout, error } = spawnSync("java", words, { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(error, undefined);
  assert.equal(status, 0);
  return JSON.parse(stdout).messages.map(({ url, lastLine, type, message }) => `${url}:${lastLine}: ${type}: ${message}`);
}

for (const edition of ["public", "internal"]) {
  test(`the W3C's checker finds nothing in the ${edition} edition`, () => {
    assert.ok(files(editions[edition], ".html").length > 500);
    assert.deepEqual(faultsIn(editions[edition]).slice(0, 20), []);
  });
}

test("the W3C's checker would find a fault", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "bangyang-vnu-"));
  writeFileSync(path.join(folder, "a.html"), '<!doctype html><html lang="en"><title>A</title><img src="a.png">');
  assert.equal(faultsIn(folder).length, 1);
  rmSync(folder, { recursive: true });
});

test("no page has scripts, styles or handlers within it, nor an empty link", () => {
  const found = [];
  for (const folder of Object.values(editions)) {
    for (const name of files(folder, ".html")) {
      const html = readFileSync(path.join(folder, name), "utf8");
      for (const [, what] of html.matchAll(/(<[^>]+\sstyle=|<style|<script(?![^>]*\ssrc=)(?![^>]*ld\+json)|<[^>]+\son[a-z]+=|<a\s[^>]*>\s*<\/a>)/g)) {
        found.push(`${name}: ${what}`);
      }
    }
  }
  assert.deepEqual(found.slice(0, 20), []);
});

test("the boxes of a list of tasks are boxes, with words", () => {
  const html = readFileSync(path.join(editions.public, "join.html"), "utf8");
  const boxes = [...html.matchAll(/<input [^>]*type="checkbox"[^>]*>/g)].map(([box]) => /aria-label="([^"]*)"/.exec(box)?.[1]);
  assert.deepEqual(boxes, ["已勾选", "已勾选", "未勾选", "未勾选"]);
  assert.doesNotMatch(html, /&lt;input/);
});

test("a person's page, its styles and scripts stay under 60 KB", () => {
  const weights = files(editions.public, ".html")
    .filter((name) => /^exemplars\/[^/]+\.html$/.test(name) && name !== "exemplars/index.html")
    .map((name) => {
      const file = path.join(editions.public, name);
      const html = readFileSync(file, "utf8");
      const parts = [...html.matchAll(/<(?:link rel="stylesheet"|script)[^>]*\s(?:href|src)="([^"]+)"/g)];
      assert.ok(parts.length > 2, name);
      const sizes = parts.map(([, part]) => statSync(path.resolve(path.dirname(file), part)).size);
      return [sizes.reduce((a, b) => a + b, Buffer.byteLength(html)), name];
    })
    .sort(([a], [b]) => b - a);
  assert.ok(weights.length > 50);
  assert.ok(weights[0][0] < 60 * 1024, `${weights[0][1]}: ${weights[0][0]} bytes`);
});
