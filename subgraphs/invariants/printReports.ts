import type { InvariantReport, Violation } from "./invariant";

/** The reports as lines: one an invariant, and below a broken one its first violations. */
export function printReports(reports: readonly InvariantReport[]): string {
  return reports.map(printReport).join("");
}

function printReport({ invariant, sentence, count, violations }: InvariantReport): string {
  if (count === 0) return `  ok       ${invariant.padEnd(3)}  ${sentence}\n`;
  const lines = violations.map((violation) => `                ${printViolation(violation)}\n`);
  const rest = count - violations.length;
  const more = rest > 0 ? `                … and ${rest} more\n` : "";
  return `  broken   ${invariant.padEnd(3)}  ${sentence} ${count} ×\n${lines.join("")}${more}`;
}

/** E.g. `orderId 0193…: EXPIRED, but holds a coupon HELD`. */
export function printViolation({ ids, detail }: Violation): string {
  const subject = Object.entries(ids).map(([name, id]) => `${name} ${id}`);
  return `${subject.join(", ")}: ${detail}`;
}

/** How many violations there are in all. */
export function countViolations(reports: readonly InvariantReport[]): number {
  return reports.reduce((sum, { count }) => sum + count, 0);
}
