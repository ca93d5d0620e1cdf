/** One line of the doctor's report. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly what: string;
  /** What is so, in a sentence. */
  readonly says: string;
  /** What to do about it; null when all is well, empty when `says` tells it. */
  readonly fix: string | null;
}

export function ok(what: string, says: string): Finding {
  return { what, says, fix: null };
}

export function problem(what: string, says: string, fix: string): Finding {
  return { what, says, fix };
}

/** An error whose message tells what is wrong and what to do, as one finding. */
export function problemOf(what: string, error: unknown): Finding {
  return problem(what, error instanceof Error ? error.message : String(error), "");
}

/** The report as it is printed. */
export function printFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings.map((finding) => printFinding(finding, width)).join("");
}

function printFinding({ what, says, fix }: Finding, width: number): string {
  const [first = "", ...rest] = says.split("\n");
  const indent = " ".repeat(width + 13);
  const lines = [`  ${fix === null ? "ok     " : "problem"}  ${what.padEnd(width)}  ${first}`];
  lines.push(...rest.map((line) => `${indent}${line.trim()}`));
  if (fix) lines.push(`${indent}fix: ${fix}`);
  return `${lines.join("\n")}\n`;
}
