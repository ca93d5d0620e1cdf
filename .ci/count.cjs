// Prints the closing line of a run from jest's JSON report; fails when no test was run.
const { readFileSync } = require("node:fs");

const text = readFileSync(process.argv[2] ?? "", "utf8");
// Empty: jest ended before it could write, e.g. because no database could be had.
const report = text === "" ? { numFailedTests: 1 } : JSON.parse(text);
const passed = report.numPassedTests ?? 0;
// A file that cannot be loaded fails without any of its tests being counted.
const failed = (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0);
const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
const closing = [`${passed} passed`, `${failed} failed`];
if (skipped > 0) closing.push(`${skipped} skipped`);
console.log(closing.join(", "));
if (passed === 0) process.exitCode = 1;
