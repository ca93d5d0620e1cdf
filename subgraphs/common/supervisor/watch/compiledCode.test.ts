import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serviceNames } from "../../serviceNames";
import { changedServices, readCompiledCode, type CompiledCode } from "./compiledCode";

describe("the services whose compiled code has changed", () => {
  let root: string;
  let before: CompiledCode;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "compiled-code-"));
    for (const name of ["common", ...serviceNames]) await write(`subgraphs/${name}/dist/main.js`);
    await write("gateway/dist/main.js");
  });
  beforeEach(async () => (before = await readCompiledCode(root)));
  afterAll(() => rm(root, { recursive: true }));

  const write = async (path: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), "1");
    // Another instant than any write before, however coarse the file system's clock is.
    await utimes(join(root, path), 1, Math.random() * 1e9);
  };
  const changed = async () => changedServices(before, await readCompiledCode(root));

  it("are none when nothing has", async () => {
    expect(await changed()).toEqual([]);
  });

  it("are the one with a changed, a new or a removed file", async () => {
    await write("subgraphs/order/dist/main.js");
    await write("subgraphs/order/dist/logic/new.js");
    expect(await changed()).toEqual(["order"]);
    before = await readCompiledCode(root);
    await rm(join(root, "subgraphs/order/dist/logic"), { recursive: true });
    expect(await changed()).toEqual(["order"]);
  });

  it("are all, the gateway last, when it is common's", async () => {
    await write("subgraphs/common/dist/main.js");
    expect(await changed()).toEqual([...serviceNames, "gateway"]);
  });

  it("are none for tests, declarations and the playground's page", async () => {
    for (const file of ["tests/a.js", "a.test.js", "main.d.ts", "playground/bundle/a.js"]) {
      await write(`gateway/dist/${file}`);
    }
    expect(await changed()).toEqual([]);
  });
});
