import { textDiff } from "./textDiff";

const lines = (...all: string[]) => all.join("\n");

describe("textDiff", () => {
  it("is empty for equal texts", () => {
    expect(textDiff("a\nb", "a\nb")).toBe("");
  });

  it("marks a changed line and shows two lines around it", () => {
    const before = lines("1", "2", "3", "4", "5", "6", "7");
    const after = lines("1", "2", "3", "four", "5", "6", "7");
    expect(textDiff(before, after)).toBe(
      lines("…", "  2", "  3", "- 4", "+ four", "  5", "  6", "…"),
    );
  });

  it("shows additions at the end and removals at the beginning", () => {
    expect(textDiff(lines("gone", "a"), lines("a", "new"))).toBe(lines("- gone", "  a", "+ new"));
  });

  it("leaves out what lies between two distant changes", () => {
    const middle = Array.from({ length: 20 }, (_, index) => `same ${index}`);
    const diff = textDiff(lines("x", ...middle, "y"), lines("X", ...middle, "Y"));
    const ends = [
      "- x",
      "+ X",
      "  same 0",
      "  same 1",
      "…",
      "  same 18",
      "  same 19",
      "- y",
      "+ Y",
    ];
    expect(diff).toBe(lines(...ends));
  });

  it("finds the smallest change when lines repeat", () => {
    const before = lines("type A {", "  id: ID!", "}", "type B {", "  id: ID!", "}");
    const after = lines("type A {", "  id: ID!", "}");
    expect(textDiff(before, after).match(/^[-+]/gm)).toEqual(["-", "-", "-"]);
  });

  it.each([
    ["", "a\nb"],
    ["a\nb\nc\na\nb", "b\na\nc\nb\na"],
    ["a\na\na", "a\na"],
  ])("turns the one into the other when applied: %j to %j", (before, after) => {
    const diff = textDiff(before, after).split("\n");
    const kept = diff.filter((line) => !line.startsWith("-")).map((line) => line.slice(2));
    expect(kept).toEqual(after === "" ? [] : after.split("\n"));
  });
});
