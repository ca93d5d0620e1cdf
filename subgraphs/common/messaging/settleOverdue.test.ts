import { useClock } from "../clock";
import type { OrderDecision } from "./askOrderDecisions";
import { settleOverdue, type OverdueQuestion } from "./settleOverdue";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const idOf = (number: number): string => `order-${String(number).padStart(3, "0")}`;

describe("orders that hold something for too long", () => {
  let restoreClock: () => void;
  beforeEach(() => {
    restoreClock = useClock({ now: () => new Date(NOW) });
  });
  afterEach(() => restoreClock());

  /** So many orders hold something; what is settled holds nothing any more. */
  function holding(count: number, decide: (orderId: string) => OrderDecision["decision"]) {
    const held = new Set(Array.from({ length: count }, (_, index) => idOf(index)));
    const questions: OverdueQuestion[] = [];
    const asked: (readonly string[])[] = [];
    const settled: string[] = [];
    const run = () =>
      settleOverdue({
        patienceMs: 60_000,
        orders: {
          ask: async (orderIds) => {
            asked.push(orderIds);
            return orderIds.map((orderId) => ({ orderId, decision: decide(orderId) }));
          },
        },
        find: async (question) => {
          questions.push(question);
          const after = [...held].filter((id) => id > (question.afterId ?? ""));
          return after.slice(0, question.limit);
        },
        settle: async (orderId, decision) => {
          held.delete(orderId);
          settled.push(`${orderId} ${decision}`);
        },
      });
    return { run, questions, asked, settled };
  }

  it("are settled as order decides, and left while it has not", async () => {
    const decisions = ["ABORTED", "OPEN", "PAID"] as const;
    const { run, asked, settled } = holding(3, (id) => decisions[Number(id.slice(-1))] ?? "OPEN");
    expect(await run()).toBe(2);
    expect(asked).toEqual([[idOf(0), idOf(1), idOf(2)]]);
    expect(settled).toEqual([`${idOf(0)} ABORTED`, `${idOf(2)} PAID`]);
    expect(await run()).toBe(0);
    expect(asked.at(-1)).toEqual([idOf(1)]);
  });

  it("are those of before their patience ended", async () => {
    const { run, questions, asked } = holding(0, () => "OPEN");
    expect(await run()).toBe(0);
    expect(questions).toEqual([{ before: new Date(NOW - 60_000), afterId: null, limit: 100 }]);
    expect(asked).toEqual([]);
  });

  it("are asked for in pages, past what stays open and past what was settled", async () => {
    const { run, asked, settled } = holding(201, (id) => (id === idOf(7) ? "OPEN" : "PAID"));
    expect(await run()).toBe(200);
    expect(asked.map((page) => page.length)).toEqual([100, 100, 1]);
    expect(new Set(settled).size).toBe(200);
  });

  it("are asked for once when the last page is full", async () => {
    const { run, asked } = holding(100, () => "OPEN");
    expect(await run()).toBe(0);
    expect(asked.map((page) => page.length)).toEqual([100]);
  });

  it("stay as they are while order does not answer", async () => {
    const settle = jest.fn();
    const running = settleOverdue({
      patienceMs: 0,
      orders: { ask: () => Promise.reject(new Error("order is away")) },
      find: async () => [idOf(1)],
      settle,
    });
    await expect(running).rejects.toThrow("order is away");
    expect(settle).not.toHaveBeenCalled();
  });
});
