import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

export interface FingerprintOptions {
  /** The repository's package-lock.json; left out of account when it does not exist. */
  readonly lockFile: string;
  /** Which of the lock's packages count. */
  readonly packages: RegExp;
}

/**
 * A hash of some files and of all files under some folders (names and contents), and of the versions of
 * some packages; a path that does not exist counts as empty.
 * Contents instead of times: a checkout changes every time, and a deleted file leaves none.
 */
export function fingerprint(paths: readonly string[], options: FingerprintOptions): string {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of filesAt(path)) {
      hash
        .update(`${relative(path, file)}\0`)
        .update(readFileSync(file))
        .update("\0");
    }
    hash.update("\0");
  }
  for (const version of lockedVersions(options)) {
    hash.update(`${version}\0`);
  }
  return hash.digest("hex");
}

function filesAt(path: string): string[] {
  if (!existsSync(path)) {
    return [];
  }
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesAt(join(path, name)));
}

function lockedVersions({ lockFile, packages }: FingerprintOptions): string[] {
  if (!existsSync(lockFile)) {
    return [];
  }
  const lock = JSON.parse(readFileSync(lockFile, "utf8")) as {
    packages?: Record<string, { version?: string }>;
  };
  return Object.entries(lock.packages ?? {})
    .filter(([path]) => packages.test(path))
    .map(([path, { version }]) => `${path}@${version ?? ""}`)
    .toSorted();
}
