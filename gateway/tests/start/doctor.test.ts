import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts, portSettings } from "@micro-shop/common/supervisor/ports";
import { runToEnd, stackLine, type Ended } from "./runToEnd";

describe("npm run doctor", () => {
  let folder: string;
  let settings: Readonly<Record<string, string>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "doctor-"));
    settings = { DATA_DIR: folder, ...portSettings(await findFreePorts()) };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const examine = (more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    runToEnd("subgraphs/common/dist/supervisor/doctor/main.js", { ...settings, ...more });

  it("finds nothing to mend on a built tree before its first start", async () => {
    const { code, output, leftBehind } = await examine();
    expect(output).toContain("All is well.");
    expect(output).toContain("the first start");
    expect([code, leftBehind]).toEqual([0, []]);
  });

  it("ends with 1 and the fix of what it found", async () => {
    const { code, output } = await examine({
      DATABASE_URL: `mysql://me:hidden@127.0.0.1:${settings["PORT"]}/`,
    });
    expect(code).toBe(1);
    expect(output).toMatch(/problem {2}database +No database answers at 127\.0\.0\.1/);
    expect(output).toContain("1 to mend.");
    expect(output).not.toContain("hidden");
    expect(output).not.toMatch(stackLine);
  });

  it("names a bad setting before it looks at what depends on it", async () => {
    const { code, output } = await examine({ PORT: "abc" });
    expect(code).toBe(1);
    expect(output).toContain('PORT="abc" is no integer');
  });
});
