import { fullCounts, readSettings, UsageError } from "./settings";

describe("the settings of a fault run", () => {
  it("are the proof's when nothing is said, with a seed of their own", () => {
    expect(readSettings([])).toMatchObject({ counts: fullCounts, rate: null });
    expect(fullCounts.F1 + fullCounts.F2).toBe(200);
  });

  it("can all be given", () => {
    const parameters = ["--seed", "9", "--only", "F3,F14", "--counts", "F3=2", "--rate", "5"];
    expect(readSettings(parameters)).toEqual({
      seed: 9,
      only: ["F3", "F14"],
      counts: { ...fullCounts, F3: 2 },
      rate: 5,
    });
  });

  it.each([
    ["--only", "F99"],
    ["--counts", "F3=0"],
    ["--counts", "F3"],
    ["--sed", "1"],
    ["--seed"],
  ])("are refused with the usage: %s %s", (...parameters) => {
    expect(() => readSettings(parameters)).toThrow(UsageError);
  });
});
