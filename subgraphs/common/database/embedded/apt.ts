import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run";

/**
 * apt with a state of its own: reads the machine's sources and keys, writes only below `folder`, needs no root.
 * What it downloads is checked against the signed package lists as always.
 */
export interface Apt {
  /** Fetches the package lists into the private state; slower, for machines without lists or with old ones. */
  update(): Promise<void>;
  /** Names of the packages a package depends on (first of alternatives), without virtual ones. */
  dependencies(packageName: string): Promise<readonly string[]>;
  /** Downloads packages into a folder. */
  download(packageNames: readonly string[], into: string): Promise<void>;
}

export function privateApt(folder: string): Apt {
  const lists = join(folder, "lists");
  const cache = join(folder, "cache");
  let hasOwnLists = false;
  const options = () =>
    [
      `Dir::Cache=${cache}`,
      ...(hasOwnLists ? [`Dir::State::Lists=${lists}`] : []),
      "APT::Sandbox::User=",
      "Debug::NoLocking=1",
      "Acquire::Languages=none",
      "Acquire::Retries=1",
      "Acquire::http::Timeout=15",
      "Acquire::https::Timeout=15",
    ].flatMap((option) => ["-o", option]);
  return {
    async update() {
      await mkdir(join(lists, "partial"), { recursive: true });
      hasOwnLists = true;
      await run("apt-get", [...options(), "-q", "update"]);
    },
    async dependencies(packageName) {
      await mkdir(join(cache, "archives", "partial"), { recursive: true });
      return parseDependencies(await run("apt-cache", [...options(), "depends", packageName]));
    },
    async download(packageNames, into) {
      await mkdir(into, { recursive: true });
      await run("apt-get", [...options(), "-q", "download", ...packageNames], { cwd: into });
    },
  };
}

/** Reads the answer of `apt-cache depends`. `|Depends: a` means that the next line is its alternative. */
export function parseDependencies(text: string): readonly string[] {
  const names: string[] = [];
  let isAlternative = false;
  for (const line of text.split("\n")) {
    const match = /^ +(\|?)(?:Pre)?Depends: (\S+)$/.exec(line);
    if (match === null) continue;
    const [, bar, name = ""] = match;
    if (!isAlternative && !name.startsWith("<")) names.push(name);
    isAlternative = bar === "|";
  }
  return names;
}
