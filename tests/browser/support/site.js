// The two editions under test, and the pages that represent all others.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** The folders of the built editions, which `cargo xtask test` passes in these variables. */
export const editions = {
  public: path.resolve(process.env.BANGYANG_PUBLIC ?? path.join(repository, "target/browser/public")),
  internal: path.resolve(process.env.BANGYANG_INTERNAL ?? path.join(repository, "target/browser/public-internal")),
  // The sites that `bangyang init` creates, in each language.
  english: path.resolve(process.env.BANGYANG_ENGLISH ?? path.join(repository, "target/browser/english/public")),
  chinese: path.resolve(process.env.BANGYANG_CHINESE ?? path.join(repository, "target/browser/chinese/public")),
  spanish: path.resolve(process.env.BANGYANG_SPANISH ?? path.join(repository, "target/browser/spanish/public")),
  // The English one in pseudo-languages: with longer words, and from right to left.
  long: path.resolve(process.env.BANGYANG_LONG ?? path.join(repository, "target/browser/long/public")),
  rtl: path.resolve(process.env.BANGYANG_RTL ?? path.join(repository, "target/browser/rtl/public")),
};

export const screenshots = path.resolve(process.env.BANGYANG_SCREENSHOTS ?? path.join(repository, "target/screenshots"));

for (const folder of Object.values(editions)) {
  if (!existsSync(path.join(folder, "index.html"))) {
    throw new Error(`no built site in ${folder}: run \`cargo xtask test\`, or see tests/browser/README.md`);
  }
}

/** One page of every kind. */
const kinds = {
  "home": "index.html",
  "exemplars": "exemplars/index.html",
  "exemplar": "exemplars/chen-xiuying.html",
  "exemplar without portrait": "exemplars/fan-liping.html",
  "filtered list": "exemplars/occupation/yuesao.html",
  "bases": "bases/index.html",
  "base": "bases/jinxiu.html",
  "outreach": "outreach/index.html",
  "session": "outreach/launch.html",
  "trainings": "trainings/index.html",
  "class to come": "trainings/2027-yuesao-weekend.html",
  "training": "trainings/2022-02-21-jinxiu-chuji-yuesao-yiban.html",
  "activities": "activities/index.html",
  "placements": "placements/index.html",
  "surveys": "surveys/index.html",
  "news": "news/index.html",
  "news item": "news/2022-09-30-eightieth.html",
  "documents": "documents/index.html",
  "document": "documents/city-plan.html",
  "reports": "reports/index.html",
  "report": "reports/2022-09.html",
  "regions": "regions/index.html",
  "region": "regions/qingxi.html",
  "programs": "progress/index.html",
  "program": "progress/2022/index.html",
  "metric": "progress/2022/metrics/exemplars.html",
  "metric by weeks": "progress/2022/metrics/outreach.html",
  "sources": "progress/2022/sources/exemplars.html",
  "bulletin": "progress/2022/2022-09.html",
  "bulletin of a quarter": "progress/2022/2022-q3.html",
  "region's figures": "progress/2022/regions/yunlu.html",
  "search": "search.html",
  "feeds": "feeds.html",
  "class without an end": "trainings/micro-class-all-year.html",
  "program of the second year": "progress/2023/index.html",
  "page": "about.html",
  "page with a list of tasks": "join.html",
  "moved": "baoming.html",
  "not found": "404.html",
};

/** Pages of the internal edition. */
const internalKinds = {
  "home": "index.html",
  "exemplar": "exemplars/chen-xiuying.html",
  "ranking": "progress/2022/ranking.html",
  "difficulties in figures": "progress/2022/difficulties.html",
  "difficulties": "difficulties/index.html",
  "assessments": "assessments/index.html",
  "metric": "progress/2022/metrics/exemplars.html",
  "bulletin": "progress/2022/2022-09.html",
  "region's figures": "progress/2022/regions/yunlu.html",
};

/** Pages of an edition as [name, path], except those that a test excludes. */
export function pages(edition, { without = [] } = {}) {
  const of = edition === "internal" ? internalKinds : kinds;
  return Object.entries(of).filter(([name]) => !without.includes(name));
}

/** Pages of a small site as [name, path]: one of each kind. */
export function everyKind(edition) {
  const seen = new Map();
  for (const name of files(editions[edition], ".html")) {
    const kind = name.replace(/\d{4}(-[\dqh]+)?(?=[./])/g, "N").replace(/(exemplars|outreach|trainings|news|regions|bases)\/(?!index)[^/]+\.html$/, "$1/one.html");
    // The largest page represents its kind.
    const size = statSync(path.join(editions[edition], name)).size;
    if (name !== "404.html" && !(seen.get(kind)?.size > size)) { seen.set(kind, { name, size }); }
  }
  return [...seen.values()].map(({ name }) => [name, name]);
}

/** The path under which the site is to be served, such as `/fusao/`; only 404.html depends on it. */
export function basePath() {
  const home = readFileSync(path.join(editions.public, "index.html"), "utf8");
  return new URL(/<link rel="canonical" href="([^"]+)"/.exec(home)[1]).pathname;
}

/** All files of a folder with an ending, as paths relative to it. */
export function files(folder, ending) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => name.split(path.sep).join("/"))
    .sort();
}
