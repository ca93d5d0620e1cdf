// oxlint-disable typescript/no-require-imports -- it is require that the runtime replaces.
import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync } from "node:fs";
import { IsInt, validateSync } from "class-validator";
import { Counter, register } from "prom-client";
import { forgetTestFile } from "./forgetTestFile";

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

  it("let go what a test file declared, at its end", () => {
    class Input {
      @IsInt()
      readonly count = "many";
    }
    const storage = new AsyncLocalStorage<string>();
    storage.enterWith("here");
    const counter = new Counter({ name: "things_total", help: "Things." });
    Reflect.set(globalThis, "TypeGraphQLMetadataStorage", {});
    expect([validateSync(new Input()).length, storage.getStore()]).toEqual([1, "here"]);
    expect(register.getSingleMetric("things_total")).toBe(counter);

    forgetTestFile();

    expect(storage.getStore()).toBeUndefined();
    expect(validateSync(new Input()).map(({ property }) => property)).not.toContain("count");
    expect("TypeGraphQLMetadataStorage" in globalThis).toBe(false);
    expect(register.getMetricsAsArray()).toEqual([]);
  });
});
