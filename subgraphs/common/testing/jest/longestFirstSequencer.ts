import Sequencer from "@jest/test-sequencer";
import { longestFirst } from "./longestFirst";

/**
 * Jest's order of test files, but the longest begin first. In a fresh clone jest knows no durations and goes by file size,
 * so a long file may begin last and then runs beside an idle worker.
 */
class LongestFirstSequencer extends Sequencer {
  override async sort(...[tests]: Parameters<Sequencer["sort"]>) {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is the sequencer's method, not an array's.
    return longestFirst(await super.sort(tests));
  }
}

// jest wants the module to be the class.
export = LongestFirstSequencer;
