// Chromium, and contexts that refuse every host but the one under test.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const programs = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/snap/bin/chromium"];

export function launch() {
  const executablePath = programs.find((program) => program && existsSync(program));
  if (!executablePath) {
    throw new Error("no Chromium on this machine; CHROMIUM may name one");
  }
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

/**
 * A context in which a page may load only from `origin` (from files if that is `file:`). `faults` collects
 * problems: requests to other hosts, missing files, script errors, violations of the policy.
 */
export async function guarded(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  // Generous, since a busy machine is slow.
  context.setDefaultTimeout(90_000);
  const faults = [];
  const allowed = (asked) => (origin === "file:" ? asked.protocol === "file:" : asked.origin === origin);
  await context.route((asked) => !allowed(asked), async (route) => {
    faults.push(`asked for ${route.request().url()}`);
    await route.abort();
  });
  context.on("page", (page) => {
    page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") {
        faults.push(`${page.url()}: ${message.text()}`);
      }
    });
    page.on("response", (response) => {
      if (response.status() >= 400) {
        faults.push(`${response.status()} for ${response.url()}`);
      }
    });
  });
  return { context, faults };
}

/** Sets the reader's choice of large text before the page loads. */
export function senior(context) {
  return context.addInitScript(() => {
    // The browser's initial empty page has no storage.
    if (location.protocol !== "about:") { localStorage.setItem("peony-senior", "on"); }
  });
}
