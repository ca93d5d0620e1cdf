import { ok, printFindings, problem, problemOf } from "./finding";

describe("the doctor's report", () => {
  it("has a line for each finding, and the fix below a problem", () => {
    const text = printFindings([
      ok("Node", "20.19.0"),
      problem("ports", "4000 is in use", "stop it"),
    ]);
    expect(text).toBe(
      "  ok       Node   20.19.0\n" +
        "  problem  ports  4000 is in use\n" +
        "                  fix: stop it\n",
    );
  });

  it("keeps the lines of a message that brings its own fix", () => {
    const text = printFindings([problemOf("settings", new Error("Bad settings:\n  PORT is bad."))]);
    expect(text).toBe("  problem  settings  Bad settings:\n                     PORT is bad.\n");
  });
});
