import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fingerprint } from "./fingerprint";

describe("fingerprint", () => {
  let folder: string;
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const lock = (version: string): void =>
    write("lock.json", JSON.stringify({ packages: { "node_modules/graphiql": { version } } }));
  const take = (): string =>
    fingerprint([join(folder, "web"), join(folder, "none")], {
      lockFile: join(folder, "lock.json"),
      packages: /graphiql$/,
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fingerprint-"));
    mkdirSync(join(folder, "web/nested"), { recursive: true });
    write("web/a.ts", "a");
    write("web/nested/b.ts", "b");
    lock("5.4.0");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("stays when only the times of files change", () => {
    const before = take();
    utimesSync(join(folder, "web/a.ts"), 0, 0);
    expect(take()).toBe(before);
  });

  it.each<[string, () => void]>([
    ["a file changes", () => write("web/nested/b.ts", "c")],
    ["a file is deleted", () => rmSync(join(folder, "web/a.ts"))],
    ["a file is added", () => write("web/c.ts", "")],
    ["a package that counts gets another version", () => lock("5.5.0")],
  ])("changes when %s", (_title, change) => {
    const before = take();
    change();
    expect(take()).not.toBe(before);
  });

  it("does without a lock file", () => {
    rmSync(join(folder, "lock.json"));
    expect(take()).toMatch(/^[0-9a-f]{64}$/);
  });
});
