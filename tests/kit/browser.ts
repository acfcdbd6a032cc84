import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe } from "vitest";

const usualPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** As root, with no graphics card, and without the calls home that a browser makes by itself. */
const launchArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Path of a Chromium to test with, or null where this machine has none.
 * @throws Error where CHROMIUM_PATH names a file that does not exist: that is a mistake and no reason to skip
 */
export const findChromium = (env: Readonly<Record<string, string | undefined>> = process.env) => {
  const named = env["CHROMIUM_PATH"];
  if (named === undefined || named === "") return usualPaths.find(existsSync) ?? null;
  if (!existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, and there is no such file.`);
  return named;
};

/**
 * A block of tests in one fresh, headless Chromium; skipped, with a word why, where there is none.
 * @param tests is given a function that returns the browser while tests run
 */
export const describeInBrowser = (name: string, tests: (browser: () => Browser) => void): void => {
  const executablePath = findChromium();
  if (executablePath === null) {
    const why = "no Chromium found: set CHROMIUM_PATH or install Debian's chromium";
    describe.skip(`${name} (skipped, ${why})`, () => tests(() => unavailable(why)));
    return;
  }
  describe(name, () => {
    let browser: Browser | null = null;
    beforeAll(async () => {
      // Playwright gives every launch an empty profile of its own, and removes it afterwards.
      browser = await chromium.launch({ executablePath, args: launchArguments });
    });
    afterAll(async () => {
      await browser?.close();
    });
    tests(() => browser ?? unavailable("the browser has not been started"));
  });
};

const unavailable = (why: string): never => {
  throw new Error(why);
};

/**
 * Writes down what a page does wrong: errors and warnings on its console (a breach of its content security policy is
 * one), exceptions, and requests that leave `origin`.
 * @returns gives what was written down since it was last asked
 */
export const watchPage = (page: Page, origin: string): (() => string[]) => {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== "data:" && !request.url().startsWith(`blob:${origin}/`)) {
      faults.push(`request to ${url.href}`);
    }
  });
  page.on("websocket", (socket) => faults.push(`socket to ${socket.url()}`));
  return () => faults.splice(0);
};
