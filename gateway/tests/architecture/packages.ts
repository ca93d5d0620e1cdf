import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { scanImports } from "./scanImports";
import { isTest, workspaceOf, type SourceFile } from "./sourceFiles";

/** What a workspace says it needs. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Programs that serve nobody: an image has neither them nor what they need. */
const notServing =
  /^gateway\/playground\/(?:web\/|bundle\.ts$|buildPlayground\.ts$)|^client-sdk\/examples\//;

export function readManifest(workspace: string): Manifest {
  return JSON.parse(readFileSync(join(projectRoot, workspace, "package.json"), "utf8")) as Manifest;
}

/**
 * Every import of a package that the workspace does not declare. What runs in production may import `dependencies`
 * alone: an image is installed without the others.
 */
export function findUndeclared(
  files: readonly SourceFile[],
  manifestOf: (workspace: string) => Manifest = readManifest,
): readonly string[] {
  const rootTools = Object.keys(manifestOf(".").devDependencies ?? {});
  return files.flatMap((file) => {
    const manifest = manifestOf(workspaceOf(file.path));
    const declared = new Set(Object.keys(manifest.dependencies ?? {}));
    if (isTest(file.path) || notServing.test(file.path)) {
      for (const name of Object.keys(manifest.devDependencies ?? {})) declared.add(name);
      for (const name of rootTools) declared.add(name);
    }
    return scanImports(file.text)
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .flatMap(({ specifier, line }) => {
        const name = packageOf(specifier);
        if (name === null || declared.has(name)) return [];
        return [`${file.path}:${line} imports ${name}, which its package.json does not name`];
      });
  });
}

function packageOf(specifier: string): string | null {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return null;
  const [scope = "", name = ""] = specifier.split("/");
  const packageName = scope.startsWith("@") ? `${scope}/${name}` : scope;
  return builtinModules.includes(packageName) ? null : packageName;
}
