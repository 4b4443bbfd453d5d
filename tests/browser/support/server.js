// A file server on the loopback, as plain as a web host's, with the strictest policy for what pages may load.

import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

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
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
};

/** Serves `folder` under `prefix`; resolves to {origin, url(page), close()}. */
export async function serve(folder, prefix = "/") {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    // Browsers ask for it by themselves, at the root of the host, which is not the site's.
    if (asked === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    const inside = asked.startsWith(prefix) ? asked.slice(prefix.length) || "index.html" : null;
    const file = inside === null ? null : path.join(folder, inside);
    const there = file !== null && file.startsWith(folder) && (statSync(file, { throwIfNoEntry: false })?.isFile() ?? false);
    if (!there) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
      return;
    }
    response.writeHead(200, {
      "content-type": types[path.extname(file)] ?? "application/octet-stream",
      "content-security-policy": "default-src 'self'",
      "x-content-type-options": "nosniff",
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A test that fails before it closes the server must not keep the others waiting.
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
