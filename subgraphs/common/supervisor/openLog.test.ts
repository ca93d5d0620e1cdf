import { closeSync, readFileSync, writeSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLog } from "./openLog";

describe("a log", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "log-"));
    file = join(folder, "order.log");
  });
  afterEach(() => rm(folder, { recursive: true }));

  function write(text: string, maxBytes?: number): void {
    const log = openLog(file, maxBytes);
    writeSync(log, text);
    closeSync(log);
  }

  it("goes on where it ended", async () => {
    write("one ");
    write("two");
    expect(readFileSync(file, "utf8")).toBe("one two");
  });

  it("begins anew when it has grown too large, and the one before is kept, but none before that", async () => {
    for (const text of ["oldest", "older!", "newest"]) write(text, 5);
    expect((await readdir(folder)).toSorted()).toEqual(["order.log", "order.log.1"]);
    expect(readFileSync(`${file}.1`, "utf8")).toBe("older!");
    expect(readFileSync(file, "utf8")).toBe("newest");
  });
});
