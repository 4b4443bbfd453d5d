// What Lighthouse says of a few pages of a built site, served from the loopback as docs/hosting.md advises. Run by
// `cargo xtask lighthouse` in a folder where npm's lighthouse is installed: node measure.mjs SITE PREFIX CHROMIUM
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const [folder, prefix, chromePath] = process.argv.slice(2);
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8", ".json": "application/json" };
const packed = new Map();

/** A text packed once, as hosts keep it. */
function pack(file) {
  if (!packed.has(file)) {
    packed.set(file, brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
  return packed.get(file);
}

const server = createServer((request, response) => {
  const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const inside = asked.startsWith(prefix) ? asked.slice(prefix.length) : null;
  // Crawlers ask at the host's root.
  const name = inside === null && asked === "/robots.txt" ? "robots.txt" : inside;
  const file = name === null ? null : path.join(folder, name.endsWith("/") || name === "" ? `${name}index.html` : name);
  if (file === null || !file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    return;
  }
  const ending = path.extname(file);
  const headers = {
    "content-type": types[ending] ?? "application/octet-stream",
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
  if (/^(text|application\/(json|xml)|image\/svg)/.test(headers["content-type"]) && /\bbr\b/.test(request.headers["accept-encoding"] ?? "")) {
    response.writeHead(200, { ...headers, "content-encoding": "br" }).end(pack(file));
    return;
  }
  response.writeHead(200, headers).end(readFileSync(file));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const pages = [["home", ""], ["index", "exemplars/index.html"], ["profile", "exemplars/chen-xiuying.html"], ["progress", "progress/2022/index.html"]];
const categories = ["performance", "accessibility", "best-practices", "seo"];
const chrome = await chromeLauncher.launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
const lines = [];
try {
  for (const [name, page] of pages) {
    const { lhr } = await lighthouse(`${origin}${prefix}${page}`, { port: chrome.port, output: "json", logLevel: "error", onlyCategories: categories });
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
  server.close();
  server.closeAllConnections();
}
if (lines.length > 0) {
  console.log(`\nWhat costs points:\n${lines.map((line) => `- ${line}`).join("\n")}`);
}
