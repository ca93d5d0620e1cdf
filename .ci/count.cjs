// Prints the closing line of a run from jest's JSON reports; fails when one of them holds no passed test.
const { existsSync, readFileSync } = require("node:fs");

const sum = { passed: 0, failed: 0, skipped: 0 };
for (const path of process.argv.slice(2)) {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  // Empty: jest ended before it could write, e.g. because no database could be had.
  const report = text === "" ? { numFailedTests: 1 } : JSON.parse(text);
  const passed = report.numPassedTests ?? 0;
  sum.passed += passed;
  // A file that cannot be loaded fails without any of its tests being counted.
  sum.failed += (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0);
  sum.skipped += (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  if (passed === 0) process.exitCode = 1;
}
const closing = [`${sum.passed} passed`, `${sum.failed} failed`];
if (sum.skipped > 0) closing.push(`${sum.skipped} skipped`);
console.log(closing.join(", "));
if (sum.passed === 0 || sum.failed > 0) process.exitCode = 1;
