import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processIdentity } from "../database/embedded/processes";
import { defaultPorts } from "../serviceNames";
import { claimDataFolder, readRunningMall } from "./runningMall";

describe("the note of a running mall", () => {
  let dataDir: string;
  beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), "running-mall-"))));
  afterEach(() => rm(dataDir, { recursive: true }));

  it("tells its ports from the claim on, and whether it is ready, and is gone afterwards", async () => {
    const ports = { ...defaultPorts, gateway: 4100 };
    await expect(readRunningMall(dataDir)).resolves.toBeNull();
    const claim = await claimDataFolder(dataDir, ports);
    await expect(readRunningMall(dataDir)).resolves.toMatchObject({ ports, isReady: false });
    await claim.announceReady();
    await expect(readRunningMall(dataDir)).resolves.toMatchObject({ ports, isReady: true });
    await claim.release();
    expect(await readdir(dataDir)).toEqual([]);
  });

  it("refuses a second mall on the same data, and says where the first one is", async () => {
    await claimDataFolder(dataDir, defaultPorts);
    await expect(claimDataFolder(dataDir, defaultPorts)).rejects.toMatchObject({
      name: "StartProblem",
      message: expect.stringMatching(
        `being started already: http://127.0.0.1:4000/graphql, process ${process.pid}\\..*kill ${process.pid}`,
      ),
    });
  });

  it.each([
    [
      "of a dead supervisor",
      JSON.stringify({ supervisor: "999999999-1", ports: defaultPorts, isReady: true }),
    ],
    ["that was cut short", '{"supervisor":"'],
  ])("%s is replaced", async (_which, left) => {
    await writeFile(join(dataDir, "mall.json"), left);
    await expect(readRunningMall(dataDir)).resolves.toBeNull();
    const claim = await claimDataFolder(dataDir, defaultPorts);
    expect(await readFile(join(dataDir, "mall.json"), "utf8")).toContain(
      processIdentity(process.pid),
    );
    await claim.release();
  });

  it("is given to one of several who start at once", async () => {
    const claims = await Promise.allSettled(
      Array.from({ length: 5 }, () => claimDataFolder(dataDir, defaultPorts)),
    );
    expect(claims.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
