import type { Artifact } from "../artifact";
import { problemsOf, readOperationFiles, schemaOf } from "../documents";
import { sdkGeneratedFile, sdkOperationsFolder } from "../layout";
import { generateTypedDocuments } from "./typedDocuments";

/** What is wrong with the SDK's operations in the eyes of the public schema. */
export function sdkProblems(api: string): string[] {
  const schema = schemaOf(api);
  return readOperationFiles(sdkOperationsFolder).flatMap((operations) =>
    problemsOf(operations, schema),
  );
}

/** The SDK's typed operations; its documents must be valid. */
export async function sdkArtifact(api: string): Promise<Artifact> {
  const text = await generateTypedDocuments({
    file: sdkGeneratedFile,
    sdl: api,
    operations: readOperationFiles(sdkOperationsFolder),
    documentModule: "../document",
    command: "npm run sdk",
  });
  return { file: sdkGeneratedFile, text };
}
