/** Files that start whole malls, database servers or compilers: tens of seconds, in any order of size. */
const longest = [
  /\/tests\/e2e\//,
  /\/tests\/start\//,
  /\/invariants\/.*checkInvariants/,
  /\/tests\/upToDate/,
  /\/embeddedServer\.test/,
];

function rankOf(path: string): number {
  const rank = longest.findIndex((pattern) => pattern.test(path));
  return rank === -1 ? longest.length : rank;
}

/** The same test files, the longest first and the others in the order they came in. */
export function longestFirst<File extends { readonly path: string }>(
  files: readonly File[],
): File[] {
  return files.toSorted((a, b) => rankOf(a.path) - rankOf(b.path));
}
