import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { developmentSecret, SecretsFileError } from "./secrets";

describe("development secrets", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mall-secrets-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("stay the same for a purpose and differ between purposes and folders", () => {
    const dataDir = join(folder, "new", "data");
    const first = developmentSecret(dataDir, "ONE");
    expect(first).toHaveLength(32);
    expect(developmentSecret(dataDir, "ONE")).toEqual(first);
    expect(developmentSecret(dataDir, "TWO")).not.toEqual(first);
    expect(developmentSecret(join(folder, "other"), "ONE")).not.toEqual(first);
  });

  it("lie in a file that only its owner can read, with no scrap left beside it", () => {
    developmentSecret(folder, "ONE");
    expect(readdirSync(folder)).toEqual(["secrets.json"]);
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("are the same for processes that make the file at the same moment", async () => {
    const program = `process.stdout.write(require(${JSON.stringify(require.resolve("./secrets"))})
      .developmentSecret(${JSON.stringify(folder)}, "ONE").toString("hex"))`;
    const runs = Array.from({ length: 4 }, () =>
      promisify(execFile)(process.execPath, ["-e", program]),
    );
    const secrets = new Set((await Promise.all(runs)).map((run) => run.stdout));
    expect([...secrets]).toEqual([developmentSecret(folder, "ONE").toString("hex")]);
  });

  it("are refused when the file is damaged, with the way out", () => {
    for (const text of ["", "{", "{}", '{"master":"short"}']) {
      writeFileSync(join(folder, "secrets.json"), text);
      expect(() => developmentSecret(folder, "ONE")).toThrow(SecretsFileError);
      expect(() => developmentSecret(folder, "ONE")).toThrow(
        /secrets\.json is damaged\. Delete it/,
      );
    }
  });

  it("are refused when the folder cannot be used, naming DATA_DIR", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => developmentSecret(join(file, "below"), "ONE")).toThrow(/Set DATA_DIR/);
    const nowhere = join(folder, "nowhere");
    symlinkSync(join(folder, "missing"), nowhere);
    expect(() => developmentSecret(nowhere, "ONE")).toThrow(/Set DATA_DIR/);
  });

  it("are refused when the file is a link that leads nowhere", () => {
    symlinkSync(join(folder, "missing"), join(folder, "secrets.json"));
    expect(() => developmentSecret(folder, "ONE")).toThrow(/vanished while it was made/);
  });
});
