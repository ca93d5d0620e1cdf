import { createEventQueue, type EventQueue } from "./eventQueue";
import { mapStream } from "./mapStream";

describe("a mapped stream", () => {
  const source = (): EventQueue<number> =>
    createEventQueue<number>({ limit: 10, overflow: () => new Error(), onEnd: () => undefined });

  test("events keep their order although the function takes differently long", async () => {
    const queue = source();
    const stream = mapStream(queue.stream, async (event) => {
      if (event === 1) await new Promise(setImmediate);
      return event * 10;
    });
    queue.push(1);
    queue.push(2);
    expect((await stream.next()).value).toBe(10);
    expect((await stream.next()).value).toBe(20);
  });

  test("a result that comes after return() is dropped", async () => {
    const queue = source();
    let release = (): void => undefined;
    const stream = mapStream(
      queue.stream,
      (event) => new Promise<number>((resolve) => (release = () => resolve(event))),
    );
    queue.push(1);
    const waiting = stream.next();
    await new Promise(setImmediate);
    await stream.return();
    release();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test("a function that fails ends the stream and its source", async () => {
    let ends = 0;
    const queue = createEventQueue<number>({
      limit: 10,
      overflow: () => new Error(),
      onEnd: () => {
        ends += 1;
      },
    });
    const stream = mapStream(queue.stream, () => Promise.reject(new Error("no")));
    queue.push(1);
    await expect(stream.next()).rejects.toThrow("no");
    expect(ends).toBe(1);
    expect(await stream.next()).toMatchObject({ done: true });
  });
});
