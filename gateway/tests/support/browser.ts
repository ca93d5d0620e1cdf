import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext } from "playwright-core";
import { findBrowser, type FoundBrowser } from "./findBrowser";

/** A running browser that remembers whom it talked to. */
export interface TestBrowser {
  readonly context: BrowserContext;
  /** Hosts (name without port) of all requests and sockets so far, allowed or not, each once. */
  requestedHosts(): string[];
  close(): Promise<void>;
}

const quietArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Belt and braces: what the page asks for elsewhere is recorded and then reaches nobody.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];

/**
 * For a test file's top level: `describe` when a browser can be had, else a skipped one with the reason
 * printed. In CI a missing browser is an error, since a test that is always skipped proves nothing.
 */
export function describeInBrowser(title: string, tests: (executablePath: string) => void): void {
  const found: FoundBrowser = findBrowser();
  if (found.executablePath !== null) {
    const { executablePath } = found;
    describe(title, () => tests(executablePath));
    return;
  }
  if (process.env["CI"]) {
    throw new Error(`The browser test "${title}" cannot run: ${found.reason}`);
  }
  // Skipped, because no browser can be had here: jest names no skipped suite, so the reason is printed.
  process.stderr.write(`Skipped: ${title}: ${found.reason}\n`);
  describe.skip(title, () => tests(""));
}

/**
 * Starts a headless browser with an empty profile of its own, which is deleted by `close`. The profile is a
 * folder, not an incognito one: only then does the browser keep compiled scripts from page to page.
 */
export async function launchBrowser(executablePath: string): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), "micro-shop-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: quietArguments,
    viewport: { width: 1440, height: 900 },
  });
  const hosts = new Set<string>();
  const record = (url: string): void => {
    const { hostname, protocol } = new URL(url);
    if (/^(http|ws)s?:$/.test(protocol)) {
      hosts.add(hostname);
    }
  };
  context.on("request", (request) => record(request.url()));
  context.on("page", (page) => page.on("websocket", (socket) => record(socket.url())));
  return {
    context,
    requestedHosts: () => [...hosts].toSorted(),
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
