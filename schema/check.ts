import { readFileSync } from "node:fs";
import { checkedInText, isStale, type Artifact } from "./artifact";
import {
  internalClientArtifact,
  internalProblems,
  orphanedClients,
  readInternalOperations,
} from "./codegen/internalClients";
import { sdkArtifact, sdkProblems } from "./codegen/sdkOperations";
import {
  compose,
  compositionArtifacts,
  readSubgraphSdls,
  type Composition,
  type SubgraphSdls,
} from "./compose";
import { problemsOf, readOperationFiles, schemaOf } from "./documents";
import { emitSdl } from "./emit";
import { apiFile, contractFolder, fromRoot, subgraphFile, subgraphNames } from "./layout";
import { runProgram } from "./program";
import { textDiff } from "./textDiff";

/** Something in the checked-in files that is not what it should be. */
export interface Problem {
  readonly what: string;
  readonly fix: string;
}

/** What the five compiled subgraphs say now. */
async function emitAll(): Promise<SubgraphSdls> {
  const emitted: [string, string][] = [];
  // One after the other: five processes at once are slower on two cores.
  for (const name of subgraphNames) emitted.push([name, await emitSdl(name)]);
  return { ...readSubgraphSdls(), ...Object.fromEntries(emitted) };
}

/** Stale files of the schema: subgraph SDLs, supergraph, public schema, internal clients. */
async function schemaProblems(sdls: SubgraphSdls, composition: Composition): Promise<Problem[]> {
  const fix = "npm run schema";
  const problems = staleFiles(
    [
      ...subgraphNames.map((name) => ({ file: subgraphFile(name), text: sdls[name] })),
      ...compositionArtifacts(composition),
    ],
    fix,
  );
  for (const internal of readInternalOperations()) {
    const invalid = internalProblems(internal, sdls);
    if (invalid.length > 0) {
      problems.push({ what: invalid.join("\n"), fix: "change the document, then npm run schema" });
    } else {
      problems.push(...staleFiles([await internalClientArtifact(internal, sdls)], fix));
    }
  }
  const orphans = orphanedClients().map((file) => ({
    what: `${fromRoot(file)} has no document in schema/internal any more.`,
    fix,
  }));
  return [...problems, ...orphans];
}

/** Documents of the contract and the SDK that the public schema does not answer, and a stale SDK. */
async function clientProblems(): Promise<Problem[]> {
  const api = readFileSync(apiFile, "utf8");
  const schema = schemaOf(api);
  const contract = readOperationFiles(contractFolder).flatMap((file) => problemsOf(file, schema));
  const sdk = sdkProblems(api);
  const problems: Problem[] = [];
  if (contract.length > 0) {
    problems.push({ what: contract.join("\n"), fix: "restore what the contract promises" });
  }
  if (sdk.length > 0) {
    problems.push({ what: sdk.join("\n"), fix: "change the document, then npm run sdk" });
  } else {
    problems.push(...staleFiles([await sdkArtifact(api)], "npm run sdk"));
  }
  return problems;
}

function staleFiles(artifacts: readonly Artifact[], fix: string): Problem[] {
  return artifacts.filter(isStale).map((artifact) => ({
    what: `${fromRoot(artifact.file)} is stale:\n${textDiff(checkedInText(artifact), artifact.text)}`,
    fix,
  }));
}

/** Everything that is stale or invalid; empty when the checked-in files are what the code says. */
export async function findProblems(): Promise<Problem[]> {
  const sdls = await emitAll();
  return [...(await schemaProblems(sdls, compose(sdls))), ...(await clientProblems())];
}

if (require.main === module) {
  runProgram(async () => {
    const problems = await findProblems();
    for (const { what, fix } of problems) console.error(`${what}\nFix: ${fix}\n`);
    if (problems.length > 0) process.exitCode = 1;
    else console.log("The checked-in schema, its clients and the SDK are up to date.");
  });
}
