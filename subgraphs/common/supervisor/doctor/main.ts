import { projectRoot } from "../../config";
import { examine } from "./examine";
import { printFindings } from "./finding";

/** `npm run doctor`: prints what is well and what is not, with the fix; exits with 1 when anything is not. */
async function main(): Promise<void> {
  const findings = await examine(projectRoot, process.env);
  const problems = findings.filter(({ fix }) => fix !== null).length;
  const closing = problems === 0 ? "All is well." : `${problems} to mend.`;
  process.stdout.write(`\n${printFindings(findings)}\n  ${closing}\n\n`);
  process.exitCode = problems === 0 ? 0 : 1;
}

void main();
