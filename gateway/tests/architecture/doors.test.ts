import { findBadDoors } from "./doors";
import { sourceFiles } from "./sourceFiles";

function faults(path: string, ...statements: string[]): readonly string[] {
  return findBadDoors([{ path, text: `${statements.join("\n")}\n` }]);
}

/** Written so that this file does not import it itself. */
function lazily(specifier: string): string {
  return `const x = await import(${JSON.stringify(specifier)});`;
}

describe("the import graph", () => {
  it("has no door that should not be there", () => {
    expect(findBadDoors(sourceFiles())).toEqual([]);
  });

  it("covers the whole project", () => {
    const workspaces = new Set(sourceFiles().map(({ path }) => path.split("/")[0]));
    expect([...workspaces]).toEqual(["gateway", "schema", "subgraphs", "client-sdk", "start.ts"]);
    expect(sourceFiles().length).toBeGreaterThan(400);
  });
});

describe("a door that should not be there is found", () => {
  it.each([
    [
      "between two subgraphs",
      "subgraphs/order/logic/a.ts",
      'import { x } from "@micro-shop/pay/model/payments";',
    ],
    [
      "between two subgraphs by a path",
      "subgraphs/order/logic/a.ts",
      'import { x } from "../../pay/model/payments";',
    ],
    ["for types alone", "subgraphs/order/a.ts", 'import type { X } from "@micro-shop/user";'],
    ["from common to a subgraph", "subgraphs/common/a.ts", 'import "@micro-shop/user/main";'],
    ["from the gateway to a subgraph", "gateway/a.ts", 'import { x } from "@micro-shop/user/a";'],
    [
      "from the gateway to schema",
      "gateway/a.ts",
      'import { x } from "@micro-shop/schema/compose";',
    ],
    ["from schema to a subgraph", "schema/a.ts", lazily("@micro-shop/user/emit")],
    ["from the SDK to common", "client-sdk/src/a.ts", 'import "@micro-shop/common/clock";'],
    ["from tests too", "client-sdk/tests/a.test.ts", 'import "@micro-shop/common/clock";'],
    ["to the demo data", "subgraphs/pay/logic/a.ts", 'import { x } from "@micro-shop/demo-world";'],
    ["from common to the demo data", "subgraphs/common/a.ts", 'import "@micro-shop/demo-world";'],
    ["from model to logic", "subgraphs/pay/model/a.ts", 'import { x } from "../logic/a";'],
    ["from logic to resolvers", "subgraphs/pay/logic/a.ts", 'import { x } from "../resolvers/a";'],
    ["from a resolver to model", "subgraphs/pay/resolvers/a.ts", 'import { x } from "../model/a";'],
    ["from a loader to logic", "subgraphs/pay/loaders/a.ts", 'import { x } from "../logic/a";'],
    ["from types to model", "subgraphs/pay/types/a.ts", 'import type { X } from "../model/a";'],
    ["from a nested file", "subgraphs/pay/model/deep/a.ts", 'import { x } from "../../logic/a";'],
    ["by a lazy import", "subgraphs/pay/model/a.ts", lazily("../logic/a")],
    ["by passing it on", "subgraphs/pay/model/a.ts", 'export { x } from "../logic/a";'],
    ["into an unknown room", "subgraphs/pay/utils/a.ts", 'import { x } from "../model/a";'],
    ["to the checker", "gateway/a.ts", 'import "@micro-shop/invariants/checkInvariants";'],
    [
      "from a subgraph's test to the checker",
      "subgraphs/pay/tests/a.test.ts",
      'import "@micro-shop/invariants/checkInvariants";',
    ],
    [
      "from the checker to a subgraph",
      "subgraphs/invariants/a.ts",
      'import "@micro-shop/pay/jobs/seed";',
    ],
    [
      "from the checker's tests past the seeds",
      "subgraphs/invariants/tests/a.test.ts",
      'import { payments } from "@micro-shop/pay/model/tables";',
    ],
    ["from source to tests", "gateway/a.ts", 'import { x } from "./tests/support/until";'],
  ])("%s", (_what, path, statement) => {
    expect(faults(path, statement)).toHaveLength(1);
  });

  it("with the file, the line and both ends", () => {
    expect(
      faults("subgraphs/pay/model/a.ts", 'import "./b";', 'import { x } from "../logic/c";'),
    ).toEqual(["subgraphs/pay/model/a.ts:2 opens a door from model to logic"]);
  });
});

describe("a door of the design is left open", () => {
  it.each([
    ["to common", "subgraphs/pay/logic/a.ts", 'import { clock } from "@micro-shop/common/clock";'],
    ["from a resolver to logic", "subgraphs/pay/resolvers/a.ts", 'import { x } from "../logic/a";'],
    [
      "to the type of a row",
      "subgraphs/pay/resolvers/a.ts",
      'import type { Row } from "../model/a";',
    ],
    [
      "to the type of the context",
      "subgraphs/pay/loaders/a.ts",
      'import type { X } from "../context";',
    ],
    [
      "from a seed to the demo data",
      "subgraphs/pay/jobs/seed.ts",
      'import "@micro-shop/demo-world";',
    ],
    [
      "from the checker's tests to a seed",
      "subgraphs/invariants/tests/a.ts",
      'import "@micro-shop/pay/jobs/seed";',
    ],
    [
      "from tests of the mall to the checker",
      "gateway/tests/e2e/a.ts",
      'import "@micro-shop/invariants/checkInvariants";',
    ],
    ["within the checker", "subgraphs/invariants/rules/a.ts", 'import { x } from "../query";'],
    ["for wiring", "subgraphs/pay/main.ts", 'import { x } from "./resolvers/a";'],
    ["for a test", "subgraphs/pay/tests/a.test.ts", 'import { x } from "../model/a";'],
    ["within a room", "subgraphs/pay/logic/a.ts", 'import { x } from "./b";'],
    ["to a package", "subgraphs/pay/logic/a.ts", 'import { z } from "zod";'],
  ])("%s", (_what, path, statement) => {
    expect(faults(path, statement)).toEqual([]);
  });
});
