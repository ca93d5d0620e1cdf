import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";

export interface SourceFile {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

const roots = ["gateway", "schema", "subgraphs", "client-sdk", "start.ts"];
const skipped = new Set(["node_modules", "dist", "generated"]);

/** Every TypeScript source of the project, without what is generated. */
export function sourceFiles(): readonly SourceFile[] {
  return roots.flatMap(findSources).map((path) => ({
    path,
    text: readFileSync(join(projectRoot, path), "utf8"),
  }));
}

function findSources(path: string): readonly string[] {
  if (/\.tsx?$/.test(path)) return [path];
  return readdirSync(join(projectRoot, path), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    if (entry.isDirectory()) return findSources(`${path}/${entry.name}`);
    return /\.tsx?$/.test(entry.name) ? [`${path}/${entry.name}`] : [];
  });
}

/** The workspace a file belongs to, e.g. `gateway` or `subgraphs/order`; the root for `start.ts`. */
export function workspaceOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  if (first === "subgraphs") return `${first}/${second}`;
  return path.includes("/") ? first : ".";
}

/** Whether a file is a test, or serves tests or benchmarks alone. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /\/(?:tests|testing|bench)\//.test(path);
}

/** What `tsc -b` makes of a file; null for the pages that a bundler compiles. */
export function compiledFile(path: string): string | null {
  if (path.startsWith("gateway/playground/web/")) return null;
  const workspace = workspaceOf(path);
  const inside = workspace === "." ? path : path.slice(workspace.length + 1);
  return join(workspace, "dist", inside.replace(/\.tsx?$/, ".js"));
}
