import { findUndeclared, type Manifest } from "./packages";
import { isTest, sourceFiles } from "./sourceFiles";

/** STYLE: a source file is seldom above 250 lines; above it, it is two rooms. */
const MAX_LINES = 250;

describe("every source file", () => {
  it(`has at most ${MAX_LINES} lines, tests aside`, () => {
    const long = sourceFiles()
      .filter(({ path }) => !isTest(path))
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it("exports by name, nothing wholesale", () => {
    const wholesale = sourceFiles().filter(({ text }) => /^export \*/m.test(text));
    expect(wholesale.map(({ path }) => path)).toEqual([]);
  });

  it("imports only packages that its workspace declares", () => {
    expect(findUndeclared(sourceFiles())).toEqual([]);
  });
});

describe("an undeclared package is found", () => {
  const manifest: Manifest = { dependencies: { zod: "1" }, devDependencies: { ws: "1" } };
  const faults = (path: string, specifier: string): readonly string[] =>
    findUndeclared([{ path, text: `import { x } from "${specifier}";\n` }], () => manifest);

  it("when nothing declares it", () => {
    expect(faults("gateway/a.ts", "left-pad/x")).toHaveLength(1);
  });

  it("when only tests may use it", () => {
    expect(faults("gateway/a.ts", "ws")).toHaveLength(1);
    expect(faults("gateway/tests/a.test.ts", "ws")).toEqual([]);
  });

  it("and a declared one, or Node itself, is left alone", () => {
    expect(faults("gateway/a.ts", "zod")).toEqual([]);
    expect(faults("gateway/a.ts", "node:fs")).toEqual([]);
  });
});
