import { createEventQueue, type EventQueue } from "./eventQueue";

describe("an event queue", () => {
  let ends = 0;

  function create(limit = 10): EventQueue<number> {
    ends = 0;
    return createEventQueue<number>({
      limit,
      overflow: () => new Error("too slow"),
      onEnd: () => {
        ends += 1;
      },
    });
  }

  async function read(stream: AsyncIterable<number>): Promise<number[]> {
    const events: number[] = [];
    for await (const event of stream) events.push(event);
    return events;
  }

  test("what was pushed is read in order, before and after the reader came", async () => {
    const queue = create();
    queue.push(1);
    queue.push(2);
    const reading = read(queue.stream);
    queue.push(3);
    queue.finish();
    expect(await reading).toEqual([1, 2, 3]);
    expect(ends).toBe(1);
  });

  test("return() ends it although a reader waits for an event that never comes", async () => {
    const queue = create();
    const waiting = queue.stream.next();
    await queue.stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await queue.stream.next()).toEqual({ done: true, value: undefined });
    expect(ends).toBe(1);
  });

  test("after the end nothing is taken and the end is told once", async () => {
    const queue = create();
    queue.finish();
    queue.push(1);
    queue.fail(new Error("late"));
    expect(await queue.stream.next()).toMatchObject({ done: true });
    expect(ends).toBe(1);
  });

  test("an error comes after the events before it, once", async () => {
    const queue = create();
    queue.push(1);
    queue.fail(new Error("lost"));
    expect(await queue.stream.next()).toEqual({ done: false, value: 1 });
    await expect(queue.stream.next()).rejects.toThrow("lost");
    expect(await queue.stream.next()).toMatchObject({ done: true });
  });

  test("a reader that is too slow gets what was kept, then the error", async () => {
    const queue = create(2);
    for (const event of [1, 2, 3, 4]) queue.push(event);
    expect(await queue.stream.next()).toMatchObject({ value: 1 });
    expect(await queue.stream.next()).toMatchObject({ value: 2 });
    await expect(queue.stream.next()).rejects.toThrow("too slow");
    expect(ends).toBe(1);
  });
});
