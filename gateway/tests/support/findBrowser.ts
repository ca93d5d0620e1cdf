import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { chromium } from "playwright-core";

/** A browser to drive, or why there is none. */
export type FoundBrowser =
  | { readonly executablePath: string }
  | { readonly executablePath: null; readonly reason: string };

const installTimeoutMs = 240_000;

const commands = [
  "google-chrome-stable",
  "google-chrome",
  "chromium",
  "chromium-browser",
  "chrome",
  "msedge",
];

const otherPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/**
 * The Chrome or Chromium of this machine (`CHROME_PATH` first); else Debian's, installed now when we are
 * root; else Playwright's own download. Synchronous, because jest must know while it collects the tests
 * whether one is skipped.
 */
export function findBrowser(): FoundBrowser {
  const tried: string[] = [];
  const found =
    installed() ??
    (install(installFromDebian, tried) && installed()) ??
    (install(downloadFromPlaywright, tried) && installed());
  if (found) {
    return { executablePath: found };
  }
  return { executablePath: null, reason: `no Chrome or Chromium here; ${tried.join("; ")}` };
}

function installed(): string | null {
  const path = process.env["PATH"] ?? "";
  const candidates = [
    process.env["CHROME_PATH"] ?? "",
    ...commands.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name))),
    ...otherPlaces,
    chromium.executablePath(),
  ];
  return candidates.find((candidate) => candidate !== "" && starts(candidate)) ?? null;
}

/** A browser whose shared libraries are missing lies there and does not start: it counts as none. */
function starts(path: string): boolean {
  if (!existsSync(path)) {
    return false;
  }
  // Chrome on Windows opens a window instead of printing its version.
  return (
    process.platform === "win32" || spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0
  );
}

type Installer = () => { readonly name: string; readonly command: string; readonly args: string[] };

function install(installer: Installer, tried: string[]): boolean | null {
  const { name, command, args } = installer();
  const result = spawnSync(command, args, {
    encoding: "utf8",
    timeout: installTimeoutMs,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (result.status === 0) {
    return true;
  }
  const lines = (result.stderr || result.error?.message || "").trim().split("\n");
  const told = lines.find((line) => /error|fail/i.test(line)) ?? lines.at(-1);
  tried.push(`${name} failed: ${told?.trim() || `exit code ${result.status}`}`);
  return null;
}

/** Under a lock of ours, because test files run side by side and apt waits for nobody while it updates. */
const installFromDebian: Installer = () => ({
  name: "Debian's chromium",
  command: "flock",
  args: [
    join(tmpdir(), "micro-shop-browser.lock"),
    "sh",
    "-c",
    [
      '[ "$(id -u)" = 0 ] || { echo "not root" >&2; exit 1; }',
      'command -v apt-get >/dev/null || { echo "no apt-get" >&2; exit 1; }',
      "command -v chromium >/dev/null && exit 0",
      "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium",
    ].join("\n"),
  ],
});

const downloadFromPlaywright: Installer = () => ({
  name: "Playwright's download",
  command: process.execPath,
  args: [
    join(dirname(createRequire(__filename).resolve("playwright-core/package.json")), "cli.js"),
    "install",
    "--no-shell",
    "chromium",
  ],
});
