import { createGate } from "../testing/gate";
import { settleAll } from "./settleAll";

test("work that fails does not leave the rest unwatched", async () => {
  const gate = createGate();
  let ended = false;
  const failure = new Error("no");
  const slow = gate.pass().then(() => {
    ended = true;
  });
  const all = settleAll([Promise.reject(failure), slow]);
  gate.open();
  await expect(all).rejects.toBe(failure);
  expect(ended).toBe(true);
});

test("several failures come out together, none as nothing", async () => {
  const failures = [new Error("one"), new Error("two")];
  const all = settleAll(failures.map((failure) => Promise.reject(failure)));
  await expect(all).rejects.toMatchObject({ errors: failures });
  await expect(settleAll([Promise.resolve()])).resolves.toBeUndefined();
});
