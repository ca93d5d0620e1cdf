import { createCommitFinder } from "./commitProxy";

const packet = (command: number, text: string): Buffer => {
  const payload = Buffer.concat([Buffer.from([command]), Buffer.from(text)]);
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  return Buffer.concat([header, payload]);
};
const QUERY = 3;
const EXECUTE = 23;

describe("the finder of COMMITs", () => {
  it("finds one among other statements, however it is written", () => {
    const find = createCommitFinder();
    expect(find(packet(QUERY, "begin"))).toBe(false);
    expect(find(packet(QUERY, " COMMIT "))).toBe(true);
    expect(find(packet(QUERY, "commit"))).toBe(true);
  });

  it("finds one that comes in pieces, when its last piece has come", () => {
    const find = createCommitFinder();
    const whole = Buffer.concat([packet(QUERY, "select 1"), packet(QUERY, "commit")]);
    const answers = [...whole].map((byte) => find(Buffer.from([byte])));
    expect(answers.indexOf(true)).toBe(whole.length - 1);
  });

  it("is not taken in by text and data that say commit", () => {
    const find = createCommitFinder();
    expect(find(packet(QUERY, "select 'commit'"))).toBe(false);
    expect(find(packet(EXECUTE, "commit"))).toBe(false);
  });
});
