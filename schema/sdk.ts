import { readFileSync } from "node:fs";
import { writeArtifact } from "./artifact";
import { sdkArtifact, sdkProblems } from "./codegen/sdkOperations";
import { apiFile, fromRoot } from "./layout";
import { runProgram } from "./program";

/** `npm run sdk`: makes the SDK's typed operations anew from `api.graphql` and `client-sdk/operations`. */
async function updateSdk(): Promise<void> {
  const api = readFileSync(apiFile, "utf8");
  const problems = sdkProblems(api);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const artifact = await sdkArtifact(api);
  writeArtifact(artifact);
  console.log(`${fromRoot(artifact.file)} is up to date.`);
}

runProgram(updateSdk);
