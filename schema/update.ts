import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { findBreakingChanges } from "graphql";
import { checkedInText, isStale, writeArtifact, type Artifact } from "./artifact";
import {
  internalClientArtifact,
  internalProblems,
  orphanedClients,
  readInternalOperations,
} from "./codegen/internalClients";
import { compose, compositionArtifacts, readSubgraphSdls, type SubgraphSdls } from "./compose";
import { schemaOf } from "./documents";
import { emitSdl } from "./emit";
import {
  apiFile,
  fromRoot,
  isSubgraphName,
  repositoryRoot,
  subgraphFile,
  subgraphNames,
  type SubgraphName,
} from "./layout";
import { runProgram } from "./program";
import { textDiff } from "./textDiff";

/**
 * `npm run schema [-- name …]`: builds and emits the named subgraphs (all by default), composes, and writes what has
 * changed. Nothing is written when the subgraphs do not compose or an internal document is invalid.
 */
async function updateSchema(names: readonly SubgraphName[]): Promise<void> {
  await prepareClients();
  build(names);
  const emitted = new Map<SubgraphName, string>();
  for (const name of names) emitted.set(name, await emitSdl(name));
  const sdls: SubgraphSdls = { ...readSubgraphSdls(), ...Object.fromEntries(emitted) };
  const composed = compositionArtifacts(compose(sdls));
  const artifacts: Artifact[] = [
    ...subgraphNames.map((name) => ({ file: subgraphFile(name), text: sdls[name] })),
    ...composed,
    ...(await internalClients(sdls)),
  ];
  const stale = artifacts.filter(isStale);
  stale.forEach(report);
  stale.forEach(writeArtifact);
  orphanedClients().forEach(remove);
  console.log(
    stale.length === 0
      ? "Nothing has changed."
      : `Wrote ${stale.map((artifact) => fromRoot(artifact.file)).join(", ")}.`,
  );
  if (stale.some((artifact) => artifact.file === apiFile)) {
    console.log("The public schema has changed: run `npm run sdk` too.");
  }
}

/** A subgraph that uses a new document compiles only when its client is there, so clients come before the build. */
async function prepareClients(): Promise<void> {
  const sdls = readSubgraphSdls();
  for (const internal of readInternalOperations()) {
    const problems = internalProblems(internal, sdls);
    if (problems.length === 0) {
      const artifact = await internalClientArtifact(internal, sdls);
      if (isStale(artifact)) writeArtifact(artifact);
    } else {
      console.log(`${problems.join("\n")}\n(${internal.target} may answer it once it is emitted.)`);
    }
  }
}

function build(names: readonly SubgraphName[]): void {
  const folders = names.map((name) => `subgraphs/${name}`);
  const compiler = path.join(repositoryRoot, "node_modules", "typescript", "bin", "tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-b", ...folders], {
    cwd: repositoryRoot,
    stdio: "inherit",
  });
  if (status !== 0) {
    throw new Error(
      "The build failed. When only a generated client is missing, emit its target first: `npm run schema -- <target>`.",
    );
  }
}

async function internalClients(sdls: SubgraphSdls): Promise<Artifact[]> {
  const all = readInternalOperations();
  const problems = all.flatMap((internal) => internalProblems(internal, sdls));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return Promise.all(all.map((internal) => internalClientArtifact(internal, sdls)));
}

function remove(file: string): void {
  rmSync(file);
  console.log(`Removed ${fromRoot(file)}: its document is gone.`);
}

function report(artifact: Artifact): void {
  const before = checkedInText(artifact);
  console.log(`${fromRoot(artifact.file)}\n${textDiff(before, artifact.text)}\n`);
  if (artifact.file !== apiFile || before === "") return;
  for (const change of findBreakingChanges(schemaOf(before), schemaOf(artifact.text))) {
    console.log(`Breaking for clients: ${change.description}`);
  }
}

runProgram(async () => {
  const names = process.argv.slice(2).map((text) => {
    if (isSubgraphName(text)) return text;
    throw new Error(`"${text}" is not a subgraph; there are ${subgraphNames.join(", ")}.`);
  });
  await updateSchema(names.length > 0 ? names : subgraphNames);
});
