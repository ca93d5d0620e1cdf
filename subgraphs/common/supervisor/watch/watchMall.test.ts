import { once } from "node:events";
import { watch } from "node:fs";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceNames } from "../../serviceNames";
import { until } from "../../testing/until";
import { watchMall } from "./watchMall";

describe("watching the mall", () => {
  let root: string;
  let stop: () => Promise<void>;
  const restarted: string[] = [];
  const reports: string[] = [];
  /** Answers the compilation under way; it says what the compiler would, and has written these files. */
  let answer: ((complaints: string, ...written: readonly string[]) => Promise<void>) | undefined;
  let isCalledOff = false;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "watch-mall-"));
    const workspaces = [
      "gateway",
      ...["common", ...serviceNames].map((name) => `subgraphs/${name}`),
    ];
    for (const workspace of workspaces) {
      await mkdir(join(root, workspace, "dist"), { recursive: true });
      await write(`${workspace}/dist/main.js`);
    }
    stop = await watchMall({
      root,
      folders: ["gateway", "subgraphs"],
      restart: async (name) => void restarted.push(name),
      onProgress: () => undefined,
      report: (complaints) => void reports.push(complaints),
      startCompilation: () => {
        let finish: (complaints: string) => void = () => undefined;
        const complaints = new Promise<string>((resolve) => (finish = resolve));
        answer = async (text, ...written) => {
          answer = undefined;
          for (const path of written) await write(path);
          finish(text);
        };
        return { complaints, stop: () => ((isCalledOff = true), finish("killed")) };
      },
    });
  });
  beforeEach(() => {
    restarted.splice(0);
    reports.splice(0);
  });
  afterAll(async () => {
    await stop();
    await rm(root, { recursive: true });
  });

  const write = async (path: string): Promise<void> => {
    await writeFile(join(root, path), "1");
    await utimes(join(root, path), 1, Math.random() * 1e9);
  };
  const compilation = () => until("a compilation", () => answer);

  it("restarts nothing while the code does not compile, and what has changed once it does", async () => {
    await write("subgraphs/pay/main.ts");
    await (
      await compilation()
    )("main.ts(1,1): error", "subgraphs/pay/dist/main.js");
    await until("a report", () => reports.length > 0);
    expect([reports, restarted]).toEqual([["main.ts(1,1): error"], []]);
    await write("subgraphs/pay/main.ts");
    await (
      await compilation()
    )("");
    await until("a restart", () => restarted.length > 0);
    expect(restarted).toEqual(["pay"]);
  });

  it("restarts once for what changes during a compilation", async () => {
    await write("subgraphs/order/main.ts");
    const first = await compilation();
    // Two watchers of one folder are told in the same turn.
    const watcher = watch(join(root, "subgraphs/order"));
    const noticed = once(watcher, "change");
    await write("subgraphs/order/main.ts");
    await noticed;
    watcher.close();
    await first("half-written", "subgraphs/order/dist/main.js");
    await (
      await compilation()
    )("");
    await until("a restart", () => restarted.length > 0);
    expect([reports, restarted]).toEqual([[], ["order"]]);
  });

  it("ends the compilation under way when it is stopped, and reports nothing of it", async () => {
    await write("gateway/main.ts");
    await compilation();
    await stop();
    expect([isCalledOff, reports, restarted]).toEqual([true, [], []]);
  });
});
