// oxlint-disable typescript/no-require-imports -- it is require that the runtime replaces.
import { readFileSync } from "node:fs";

afterEach(() => jest.resetModules());

describe("modules in a test file", () => {
  it("share the realm of Node's own", () => {
    let caught: unknown;
    try {
      readFileSync("/no/such/file");
    } catch (error) {
      caught = error;
    }
    expect(caught instanceof Error).toBe(true);
  });

  it("are fresh when they are ours", () => {
    const first: unknown = require("../../money");
    jest.resetModules();
    expect(require("../../money")).not.toBe(first);
  });
});

describe("libraries", () => {
  it("are loaded once per worker", () => {
    const first: unknown = require("graphql");
    jest.resetModules();
    expect(require("graphql")).toBe(first);
  });

  it("that register what a program declares are fresh in every file", () => {
    const first: unknown = require("type-graphql");
    jest.resetModules();
    expect(require("type-graphql")).not.toBe(first);
  });
});
