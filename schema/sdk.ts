import { readFileSync } from "node:fs";
import { checkedInText, isStale, writeArtifact } from "./artifact";
import { sdkArtifact, sdkProblems } from "./codegen/sdkOperations";
import { apiFile, fromRoot } from "./layout";
import { runProgram } from "./program";
import { textDiff } from "./textDiff";

/**
 * `npm run sdk`: makes the SDK's typed operations anew from `api.graphql` and `client-sdk/operations`. With `--check`
 * nothing is written, and a stale file is an error.
 */
async function updateSdk(isCheck: boolean): Promise<void> {
  const api = readFileSync(apiFile, "utf8");
  const problems = sdkProblems(api);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const artifact = await sdkArtifact(api);
  const name = fromRoot(artifact.file);
  if (isStale(artifact)) {
    const difference = textDiff(checkedInText(artifact), artifact.text);
    if (isCheck) throw new Error(`${name} is stale:\n${difference}\nFix: npm run sdk`);
    writeArtifact(artifact);
  }
  console.log(`${name} is up to date.`);
}

runProgram(() => updateSdk(process.argv.includes("--check")));
