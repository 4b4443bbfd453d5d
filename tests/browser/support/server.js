// A simple file server on the loopback address, with the headers that docs/hosting.md recommends.

import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
};

const policy = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/** Whether files of a type are worth compressing. */
const isText = (type) => /^(text|application\/(json|xml)|image\/svg)/.test(type);

/** The file in `folder` for a path under `prefix`; null if there is none. */
function fileOf(folder, prefix, asked) {
  // Crawlers request it at the root of the host.
  const inside = asked.startsWith(prefix) ? asked.slice(prefix.length) : asked === "/robots.txt" ? "robots.txt" : null;
  if (inside === null) {
    return null;
  }
  const file = path.join(folder, inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside);
  const there = file.startsWith(folder) && statSync(file, { throwIfNoEntry: false })?.isFile();
  return there ? file : null;
}

/** Serves `folder` under `prefix`, with compressed texts if `packing` is set; resolves to {origin, url(page), close()}. */
export async function serve(folder, prefix = "/", { packing = false } = {}) {
  const packed = new Map();
  const pack = (file) => {
    if (!packed.has(file)) {
      packed.set(file, brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    }
    return packed.get(file);
  };
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    // Browsers request it by themselves at the root of the host, which is not the root of the site.
    if (asked === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    const file = fileOf(folder, prefix, asked);
    if (file === null) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
      return;
    }
    const type = types[path.extname(file)] ?? "application/octet-stream";
    const isHashed = path.relative(folder, file).startsWith("assets/");
    const headers = {
      "content-type": type,
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
    };
    if (packing && isText(type) && /\bbr\b/.test(request.headers["accept-encoding"] ?? "")) {
      response.writeHead(200, { ...headers, "content-encoding": "br" }).end(pack(file));
      return;
    }
    response.writeHead(200, headers);
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A test that fails before it closes the server must not block the others.
  server.unref();
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: (page) => `${origin}${prefix}${page}`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
  };
}
