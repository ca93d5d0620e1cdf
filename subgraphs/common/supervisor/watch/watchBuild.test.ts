import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceNames } from "../../serviceNames";
import { until } from "../../testing/until";
import { watchBuild } from "./watchBuild";

describe("watching the build", () => {
  let root: string;
  let stop: () => void;
  const restarted: string[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "watch-build-"));
    const folders = [
      "gateway",
      "subgraphs/common",
      ...serviceNames.map((name) => `subgraphs/${name}`),
    ];
    for (const folder of folders) {
      await mkdir(join(root, folder, "dist/tests"), { recursive: true });
      await writeFile(join(root, folder, "dist/main.js"), "1");
    }
    stop = watchBuild({ root, restart: async (name) => void restarted.push(name) });
  });
  beforeEach(() => restarted.splice(0));
  afterAll(async () => {
    stop();
    await rm(root, { recursive: true });
  });

  const write = (path: string): Promise<void> => writeFile(join(root, path), String(Math.random()));

  it("restarts the service whose code has changed, once for many files", async () => {
    await write("subgraphs/order/dist/main.js");
    await write("subgraphs/order/dist/logic.js");
    await until("a restart", () => restarted.length > 0);
    expect(restarted).toEqual(["order"]);
  });

  it("restarts all when it is common's", async () => {
    await write("subgraphs/common/dist/main.js");
    await until("six restarts", () => restarted.length === 6);
    expect(restarted.toSorted()).toEqual([...serviceNames, "gateway"].toSorted());
  });

  it("restarts none for a test or a declaration", async () => {
    await write("subgraphs/pay/dist/tests/a.js");
    await write("subgraphs/pay/dist/a.test.js");
    await write("subgraphs/pay/dist/main.d.ts");
    await write("gateway/dist/main.js");
    await until("the gateway's restart", () => restarted.length > 0);
    expect(restarted).toEqual(["gateway"]);
  });
});
