import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printFindings } from "./finding";
import { checkInvariants } from "./invariantChecks";

const adminUrl = "mysql://root@localhost/?socketPath=/tmp/socket";

describe("what the doctor hears from the checker of the invariants", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "doctor-"));
    await mkdir(join(root, "subgraphs/invariants/dist"), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true }));

  const hear = async (program: string, isStopped = false): Promise<string> => {
    await writeFile(join(root, "subgraphs/invariants/dist/main.js"), program);
    const environment = { PATH: process.env["PATH"] };
    return printFindings(await checkInvariants({ root, environment, adminUrl, isStopped }));
  };
  const printing = (reports: unknown): string =>
    `console.log(${JSON.stringify(JSON.stringify(reports))})`;
  const report = (count: number) => ({
    invariant: "I7",
    sentence: "Nothing is held.",
    count,
    violations: Array.from({ length: Math.min(count, 20) }, (_, index) => ({
      ids: { orderId: `order-${index}` },
      detail: "EXPIRED, but holds a coupon",
    })),
  });

  it("that all hold", async () => {
    await expect(hear(printing([report(0)]))).resolves.toMatch(/^ {2}ok +invariants +all 1 hold/);
  });

  it("which is broken, with the first of its cases", async () => {
    await expect(hear(printing([report(0), report(30)]))).resolves.toBe(
      [
        "  problem  invariants  I7 is broken 30 ×: Nothing is held.",
        ...[0, 1, 2].map(
          (n) => `                       orderId order-${n}: EXPIRED, but holds a coupon`,
        ),
        "                       fix: npm run invariants lists them; the ids in the services' logs tell how it came about",
        "",
      ].join("\n"),
    );
  });

  it("where to look, and whether anybody works there", async () => {
    const program = `if (process.env.DATABASE_URL !== ${JSON.stringify(adminUrl)}) throw new Error("where?");
      if (process.argv.slice(2).join() !== "--json,--stopped") throw new Error("how?");
      ${printing([])}`;
    await expect(hear(program, true)).resolves.toContain("ok");
    await expect(hear(program, false)).resolves.toContain("problem");
  });

  it("why it could not look", async () => {
    const program = `console.error("no way"); process.exitCode = 2;`;
    await expect(hear(program)).resolves.toMatch(/problem +invariants +.*no way/);
  });

  it("nothing, when it is not built", async () => {
    const findings = await checkInvariants({ root, environment: {}, adminUrl, isStopped: false });
    expect(findings).toMatchObject([{ fix: "npm install && npm run build" }]);
  });
});
