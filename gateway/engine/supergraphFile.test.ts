import { createLog } from "@micro-shop/common/log";
import { temporaryFile, type TemporaryFile } from "../tests/support/supergraphFile";
import { until } from "../tests/support/until";
import type { Engine } from "./engine";
import { watchSupergraph } from "./supergraphFile";

describe("the watched supergraph", () => {
  let file: TemporaryFile;
  let running: string;
  let outcomes: string[];
  let unwatch: () => void;

  beforeEach(() => {
    file = temporaryFile("supergraph.graphql", "one");
    running = "one";
    outcomes = [];
  });

  afterEach(() => {
    unwatch();
    file.remove();
  });

  const watch = (): void => {
    const engine = {
      async reload(text: string) {
        if (text === "broken") throw new Error("not a supergraph");
        const isNew = text !== running;
        running = text;
        return isNew;
      },
    } as Engine;
    const log = createLog("test", "silent");
    const onReload = (outcome: string): void => void outcomes.push(outcome);
    unwatch = watchSupergraph({ file: file.path, engine, log, onReload });
  };

  test("a file that changed before it was watched is loaded", async () => {
    file.write("two");
    watch();
    await until(() => running === "two");
    expect(outcomes).toEqual(["loaded"]);
  });

  test("each change is loaded once, a broken one refused once", async () => {
    watch();
    file.write("two");
    await until(() => running === "two");
    file.write("broken");
    await until(() => outcomes.includes("refused"));
    file.write("three");
    await until(() => running === "three");
    expect(outcomes).toEqual(["loaded", "refused", "loaded"]);
  });
});
