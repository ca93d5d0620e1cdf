import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { compiledFile, sourceFiles } from "./sourceFiles";
import { scanImports } from "./scanImports";

function specifiers(source: string): readonly string[] {
  return scanImports(source).map(({ specifier }) => specifier);
}

describe("scanning a source for imports", () => {
  it("finds every form of import", () => {
    const source = [
      'import "./effects";',
      'import defaultOne from "./default";',
      'import * as all from "./namespace";',
      'import {\n  one,\n  two,\n} from "./several";',
      'export { three } from "./passedOn";',
      'const lazy = () => import("./lazy");',
      'const old = require("./old");',
      'type Far = import("./far").Far;',
    ].join("\n");
    expect([...specifiers(source)].toSorted()).toEqual([
      "./default",
      "./effects",
      "./far",
      "./lazy",
      "./namespace",
      "./old",
      "./passedOn",
      "./several",
    ]);
  });

  it("tells imports of types alone from imports of values", () => {
    const source = [
      'import type { A } from "./a";',
      'export type { B } from "./b";',
      'import type from "./c";',
      'import { type D } from "./d";',
    ].join("\n");
    expect(scanImports(source).map(({ isTypeOnly }) => isTypeOnly)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("takes no exported value for an import", () => {
    expect(specifiers('export const from = "./x";\nexport const y = `from "z"`;')).toEqual([]);
  });

  it("names the line", () => {
    expect(scanImports('import "./a";\n\nimport "./b";').map(({ line }) => line)).toEqual([1, 3]);
  });

  it("finds every import that the compiler kept in the whole tree", () => {
    const missed: string[] = [];
    let seen = 0;
    for (const file of sourceFiles()) {
      const compiled = compiledFile(file.path);
      if (compiled === null || !existsSync(join(projectRoot, compiled))) continue;
      const found = new Set(specifiers(file.text));
      const output = readFileSync(join(projectRoot, compiled), "utf8");
      for (const [, specifier = ""] of output.matchAll(/^const .*\brequire\("([^"]+)"\)/gm)) {
        seen++;
        if (!found.has(specifier) && specifier !== "tslib")
          missed.push(`${file.path}: ${specifier}`);
      }
    }
    expect(missed).toEqual([]);
    expect(seen).toBeGreaterThan(500);
  });
});
