import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { serviceNames, type ServiceName } from "../../serviceNames";

type MallName = ServiceName | "gateway";

/** Compiled files that services load, each with the instant of its last change; paths from the project's root. */
export type CompiledCode = ReadonlyMap<string, number>;

/** Workspaces that serve, each with who must start anew when it changes. */
const servedBy: ReadonlyMap<string, readonly MallName[]> = new Map<string, readonly MallName[]>([
  ["subgraphs/common", [...serviceNames, "gateway"]],
  ["gateway", ["gateway"]],
  ...serviceNames.map((name) => [`subgraphs/${name}`, [name]] as const),
]);

export async function readCompiledCode(root: string): Promise<CompiledCode> {
  const folders = await Promise.all([...servedBy.keys()].map((name) => readFolder(root, name)));
  return new Map(folders.flat());
}

/** The services whose code is another one than before, the gateway last. */
export function changedServices(before: CompiledCode, after: CompiledCode): readonly MallName[] {
  const changed = new Set<MallName>();
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(path) === after.get(path)) continue;
    const workspace = path.slice(0, path.indexOf("/dist/"));
    for (const name of servedBy.get(workspace) ?? []) changed.add(name);
  }
  return [...serviceNames, "gateway" as const].filter((name) => changed.has(name));
}

async function readFolder(root: string, workspace: string): Promise<readonly [string, number][]> {
  const dist = join(root, workspace, "dist");
  const files = (await readdir(dist, { recursive: true })).map((file) =>
    file.replaceAll("\\", "/"),
  );
  return Promise.all(
    files.filter(isServed).map(async (file): Promise<[string, number]> => {
      const { mtimeMs } = await stat(join(dist, file));
      return [`${workspace}/dist/${file}`, mtimeMs];
    }),
  );
}

/** Neither tests nor the playground's page are loaded by a service. */
function isServed(file: string): boolean {
  return (
    file.endsWith(".js") && !/\.test\.js$|(?:^|\/)(?:tests|testing|bench|playground)\//.test(file)
  );
}
