import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Artifact } from "../artifact";
import type { SubgraphSdls } from "../compose";
import { problemsOf, readOperationFiles, schemaOf, type OperationFile } from "../documents";
import {
  fromRoot,
  internalClientFile,
  internalFolder,
  isSubgraphName,
  subgraphNames,
  type SubgraphName,
} from "../layout";
import { generateTypedDocuments } from "./typedDocuments";

/** The operations one service sends to another. */
export interface InternalOperations {
  readonly caller: SubgraphName;
  readonly target: SubgraphName;
  readonly operations: OperationFile;
}

/** All of `schema/internal`. A file that is not named `<caller>.<target>.graphql` is an error. */
export function readInternalOperations(): InternalOperations[] {
  return readOperationFiles(internalFolder).map((operations) => {
    const [caller = "", target = "", ...rest] = path.basename(operations.file).split(".");
    if (rest.length !== 1 || !isSubgraphName(caller) || !isSubgraphName(target)) {
      throw new Error(
        `${fromRoot(operations.file)} must be named <caller>.<target>.graphql after two subgraphs.`,
      );
    }
    return { caller, target, operations };
  });
}

/** What is wrong with the operations in the eyes of their target. */
export function internalProblems(internal: InternalOperations, sdls: SubgraphSdls): string[] {
  return problemsOf(internal.operations, schemaOf(sdls[internal.target]));
}

/** The caller's typed documents; the operations must be valid. */
export async function internalClientArtifact(
  internal: InternalOperations,
  sdls: SubgraphSdls,
): Promise<Artifact> {
  const file = internalClientFile(internal.caller, internal.target);
  const text = await generateTypedDocuments({
    file,
    sdl: sdls[internal.target],
    operations: [internal.operations],
    documentModule: "@micro-shop/common/graphql/typedDocument",
    command: "npm run schema",
  });
  return { file, text };
}

/** Generated clients whose document is gone: no document, no client. */
export function orphanedClients(): string[] {
  const wanted = readInternalOperations().map((internal) =>
    internalClientFile(internal.caller, internal.target),
  );
  return subgraphNames
    .map((caller) => path.dirname(internalClientFile(caller, caller)))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((file) => !wanted.includes(file));
}
