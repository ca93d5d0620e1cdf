import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { startFakeShop } from "./fakeShop";

const run = promisify(execFile);
const packageFolder = path.resolve(__dirname, "..", "..");
const sourceFolder = path.join(packageFolder, "src");

function sources(): { readonly name: string; readonly text: string }[] {
  return readdirSync(sourceFolder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => ({ name, text: readFileSync(path.join(sourceFolder, name), "utf8") }));
}

describe("the package", () => {
  it("has operations that are what the schema and the documents say; else: npm run sdk", async () => {
    const program = path.resolve(packageFolder, "..", "schema", "dist", "sdk.js");
    const { stdout } = await run(process.execPath, [program, "--check"]);
    expect(stdout).toContain("up to date");
  });

  it("imports nothing but its own files and, when needed, the client of graphql-ws, which needs nothing else", () => {
    const imported = sources().flatMap(({ text }) =>
      [...text.matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)].map(([, name]) => name ?? ""),
    );
    const foreign = new Set(imported.filter((name) => !name.startsWith(".")));
    expect(foreign).toEqual(new Set(["graphql-ws/client"]));
  });

  it("loads graphql-ws only with the first subscription", () => {
    const fixed = sources().filter(({ text }) => /^import (?!type)[^;]*"graphql-ws/m.test(text));
    expect(fixed.map(({ name }) => name)).toEqual([]);
  });

  it("is compiled against the Web platform alone, so a Node global does not compile", () => {
    const settings = readFileSync(path.join(packageFolder, "tsconfig.src.json"), "utf8");
    expect(JSON.parse(settings)).toMatchObject({ compilerOptions: { types: [] } });
  });

  it("subscribes in plain Node with a WebSocket class and nothing else", async () => {
    const shop = await startFakeShop();
    shop.events = async function* () {
      const event = { id: "event-1", version: 1, status: "PAID", at: "2030-01-01" };
      yield { data: { orderStatusChanged: { event, order: { id: "order-1" } } } };
    };
    try {
      const program = path.join(__dirname, "watchOrder.js");
      const { stdout } = await run(process.execPath, [program, shop.options.url]);
      expect(stdout).toBe("PAID\n");
    } finally {
      await shop.stop();
    }
  });
});
