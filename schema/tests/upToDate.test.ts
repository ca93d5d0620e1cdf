import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { schemaFolder } from "../layout";

const run = promisify(execFile);

describe("the checked-in schema", () => {
  // A process of its own: code generation and emitting load modules that jest cannot.
  it("is what the compiled subgraphs emit and compose, and so are its generated clients", async () => {
    const program = path.join(schemaFolder, "dist", "check.js");
    const { stdout } = await run(process.execPath, [program]);
    expect(stdout).toContain("up to date");
  }, 120_000);
});
