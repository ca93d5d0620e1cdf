/** One import of a source file. */
export interface Import {
  /** As written: `./file`, `@micro-shop/common/clock`, `node:fs`. */
  readonly specifier: string;
  /** Only types are named, so that nothing is loaded at run time. */
  readonly isTypeOnly: boolean;
  readonly line: number;
}

/** `import … from "x"`, `import "x"` and `export … from "x"`; the formatter puts them at the start of a line. */
const statement =
  /^(?:import|export)\b(\s+type\b(?!\s*(?:,|from\b)))?[^;"'`]*?["']([^"'\n]+)["']/gm;

/** Calls of `import` and `require`, and types of the form `import(…).Y`, wherever they stand. */
const call = /\b(?:import|require|require\.resolve)\(\s*["'`]([^"'`\n]+)["'`]/g;

/**
 * All imports of a TypeScript source. TypeScript 7 has no compiler API for JavaScript, so this reads the text; it may
 * find too much (in a comment or a string), never too little: a test compares it with what the compiler has kept.
 */
export function scanImports(source: string): readonly Import[] {
  const statements = [...source.matchAll(statement)]
    .filter(([text]) => /\bfrom\s*["']|^import\s*["']/.test(text))
    .map((match) => toImport(source, match, match[2], match[1] !== undefined));
  const calls = [...source.matchAll(call)].map((match) => toImport(source, match, match[1], false));
  return [...statements, ...calls];
}

function toImport(
  source: string,
  match: RegExpExecArray,
  specifier = "",
  isTypeOnly: boolean,
): Import {
  const line = source.slice(0, match.index).split("\n").length;
  return { specifier, isTypeOnly, line };
}
