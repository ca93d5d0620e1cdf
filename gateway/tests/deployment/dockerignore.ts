import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";

/** The patterns of `.dockerignore`. */
export function readIgnored(): readonly string[] {
  return readFileSync(join(projectRoot, ".dockerignore"), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Whether a path of the context is left out. Knows the forms we write: `name`, `name.*` and `name` in any folder. */
export function isIgnored(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => toExpression(pattern).test(path));
}

function toExpression(pattern: string): RegExp {
  const anywhere = pattern.startsWith("**/");
  const name = anywhere ? pattern.slice(3) : pattern;
  if (/[!?[\]{}]|\*\*/.test(name)) throw new Error(`A pattern we do not understand: ${pattern}`);
  const body = name.replaceAll(/[.+^$()|\\]/g, String.raw`\$&`).replaceAll("*", "[^/]*");
  return new RegExp(`^${anywhere ? "(?:.*/)?" : ""}${body}(?:/.*)?$`);
}
