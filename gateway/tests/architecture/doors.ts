import { posix } from "node:path";
import { scanImports, type Import } from "./scanImports";
import { isTest, workspaceOf, type SourceFile } from "./sourceFiles";

/** Workspaces each workspace may import; what is not named here imports none. */
const workspaceDoors: Readonly<Record<string, readonly string[]>> = {
  ".": ["subgraphs/common"],
  gateway: ["subgraphs/common"],
  "subgraphs/demo-world": ["subgraphs/common"],
  "subgraphs/invariants": ["subgraphs/common"],
};

interface RoomDoors {
  /** Rooms whose values it may use. */
  readonly uses: readonly string[];
  /** Further rooms whose types it may name: rows, context, clients; nothing of them is loaded. */
  readonly names: readonly string[];
}

/**
 * resolvers → logic → (model | clients) → common. `types` is a leaf that all may use; `providers` (of payment) are
 * clients of the world outside; `saga` is logic told as data, so the two may use each other (no file may import in a
 * circle: the linter sees to that); jobs do what logic does, by the clock, and their seeds fill the model. Files beside
 * the rooms (main, context, subgraph, …) wire a subgraph together and may use every room.
 */
const roomDoors: Readonly<Record<string, RoomDoors>> = {
  types: { uses: [], names: [] },
  model: { uses: ["types"], names: [] },
  clients: { uses: ["types"], names: ["context", "model"] },
  providers: { uses: ["model", "types"], names: ["context"] },
  loaders: { uses: ["model", "types"], names: ["context", "clients"] },
  logic: {
    uses: ["model", "clients", "providers", "saga", "types"],
    names: ["context", "loaders"],
  },
  saga: { uses: ["logic", "model", "clients", "types"], names: ["context"] },
  resolvers: { uses: ["logic", "types"], names: ["context", "model", "clients"] },
  jobs: { uses: ["logic", "model", "types"], names: ["context", "clients", "providers"] },
};

/** Where the demo data may be imported. */
const seedJob = /^subgraphs\/[^/]+\/jobs\/seed/;

/** Whose tests may end with a look whether the invariants hold. */
const testsOfTheMall = new Set(["gateway"]);

/** Every import that goes through a door that should not be there, in a sentence each. */
export function findBadDoors(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    scanImports(file.text).flatMap((imported) => {
      const fault = faultOf(file.path, imported);
      return fault === null ? [] : [`${file.path}:${imported.line} ${fault}`];
    }),
  );
}

function faultOf(from: string, imported: Import): string | null {
  const to = targetOf(from, imported.specifier);
  if (to === null) return null;
  if (imported.specifier.startsWith(".") && workspaceOf(from) !== workspaceOf(to)) {
    return `leaves its workspace by a path ("${imported.specifier}"); import the workspace by its name`;
  }
  if (isTest(to) && !isTest(from)) return `imports what is for tests alone (${to})`;
  return workspaceOf(from) === workspaceOf(to)
    ? roomFault(from, to, imported)
    : workspaceFault(from, to);
}

function workspaceFault(from: string, to: string): string | null {
  const [source, target] = [workspaceOf(from), workspaceOf(to)];
  if (target === "subgraphs/demo-world" && source.startsWith("subgraphs/")) {
    const isAllowed = source !== "subgraphs/common" && (seedJob.test(from) || isTest(from));
    return isAllowed ? null : "imports the demo data outside its seed job";
  }
  // The checker looks at databases and knows no service; its own tests break a mall that the seeds have filled.
  if (source === "subgraphs/invariants" && isTest(from) && seedJob.test(to)) return null;
  if (target === "subgraphs/invariants" && isTest(from) && testsOfTheMall.has(source)) return null;
  if (workspaceDoors[source]?.includes(target) === true) return null;
  if (isSubgraph(source) && target === "subgraphs/common") return null;
  return `opens a door from ${source} to ${target}`;
}

function roomFault(from: string, to: string, imported: Import): string | null {
  const workspace = workspaceOf(from);
  if (!isSubgraph(workspace) || isTest(from)) return null;
  const [source, target] = [roomOf(from), roomOf(to)];
  // Files beside the rooms wire them together.
  if (source === null || source === target) return null;
  const doors = roomDoors[source];
  if (doors === undefined) return `is in ${source}/, which is no room`;
  const name = target ?? posix.basename(to);
  if (doors.uses.includes(name)) return null;
  if (imported.isTypeOnly && doors.names.includes(name)) return null;
  return `opens a door from ${source} to ${name}${imported.isTypeOnly ? " (types)" : ""}`;
}

/** The path an import leads to, from the project's root; null when it leads to a package or to Node itself. */
function targetOf(from: string, specifier: string): string | null {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  const [, name, rest = ""] = /^@micro-shop\/([^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
  if (name === undefined) return null;
  const folder = ["gateway", "schema", "client-sdk"].includes(name) ? name : `subgraphs/${name}`;
  return posix.join(folder, rest === "" ? "index" : rest);
}

function isSubgraph(workspace: string): boolean {
  const name = workspace.startsWith("subgraphs/") ? workspace.slice("subgraphs/".length) : "";
  return name !== "" && !["common", "demo-world", "invariants"].includes(name);
}

/** The room of a subgraph's file; null for files beside the rooms. */
function roomOf(path: string): string | null {
  const parts = path.split("/");
  return parts.length > 3 ? (parts[2] ?? null) : null;
}
