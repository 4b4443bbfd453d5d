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
 * A context in which a page may load from `origin` alone (or, where that is `file:`, from files). `faults` gathers what went
 * wrong by itself: requests to elsewhere, files that are not there, errors of scripts, what the policy refused.
 */
export async function guarded(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  // A machine that is busy with other things is slow, and nothing worse.
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

/** Lets the reader's choice of large text stand before the page loads. */
export function senior(context) {
  return context.addInitScript(() => {
    // The empty page that the browser opens with keeps nothing.
    if (location.protocol !== "about:") { localStorage.setItem("peony-senior", "on"); }
  });
}
