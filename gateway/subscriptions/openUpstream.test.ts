import { Fault } from "@micro-shop/common/errors";
import { startDeadline } from "@micro-shop/common/resilience/deadline";
import { createLog } from "@micro-shop/common/log";
import type { Sink } from "graphql-ws";
import { emptyRecord } from "../context";
import type { EventStream } from "../engine/engine";
import { unsigned } from "../transport/callSigner";
import { createOpenUpstream } from "./openUpstream";
import { SubscriptionRefused } from "./subscriptionRefused";
import type { UpstreamMessage, UpstreamSockets } from "./upstreamSockets";

const user = { id: "u", sessionId: "s", scopes: new Set<string>() };
const event = (id: string | null) => ({ data: { value: id } });

interface Opened extends UpstreamMessage {
  readonly sink: Sink;
  isUnsubscribed: boolean;
}

describe("an upstream subscription", () => {
  let opened: Opened[];
  let signed: number;
  let isDown: boolean;

  beforeEach(() => {
    opened = [];
    signed = 0;
    isDown = false;
  });

  /** `value` is the position; null cannot be continued after. */
  function open(windowMs = 10_000): EventStream {
    const sockets: UpstreamSockets = {
      subscribe(message, sink) {
        const one: Opened = { ...message, sink, isUnsubscribed: false };
        opened.push(one);
        if (isDown) setImmediate(() => sink.error(new Error("down")));
        return () => {
          one.isUnsubscribed = true;
        };
      },
      close: async () => undefined,
    };
    const signer = {
      ...unsigned,
      extensions: () => {
        signed += 1;
        return { identity: `proof ${signed}` };
      },
    };
    const reconnect = { windowMs, firstDelayMs: 1, maxDelayMs: 5 };
    return createOpenUpstream({ sockets, signer, reconnect })({
      subgraph: "books",
      query: "subscription",
      operationName: undefined,
      variables: { after: "0" },
      context: {
        caller: { service: "gateway", user, clientAddress: "", requestId: "r" },
        deadline: startDeadline(1_000),
        log: createLog("test", "silent"),
        idempotencyKey: null,
        traceparent: null,
        record: emptyRecord(),
      },
      variablesAfter: ({ data }) =>
        typeof data?.["value"] === "string" ? { after: data["value"] } : null,
    });
  }

  async function attempt(number: number): Promise<Opened> {
    while (opened.length < number) await new Promise((resolve) => setTimeout(resolve, 1));
    const one = opened[number - 1];
    if (!one) throw new Error("unreachable");
    return one;
  }

  test("goes over a socket of the user’s own, with a fresh proof", async () => {
    open();
    const { identityKey, payload } = await attempt(1);
    expect(identityKey).toBe("u s");
    expect(payload).toMatchObject({
      variables: { after: "0" },
      extensions: { identity: "proof 1" },
    });
  });

  test("is continued after the last event when the connection is lost, again with a fresh proof", async () => {
    const stream = open();
    const first = await attempt(1);
    first.sink.next(event("1"));
    first.sink.next(event("2"));
    first.sink.error(new Error("lost"));
    const second = await attempt(2);
    expect(second.payload).toMatchObject({
      variables: { after: "2" },
      extensions: { identity: "proof 2" },
    });
    second.sink.next(event("3"));
    const values = [await stream.next(), await stream.next(), await stream.next()];
    expect(values.map(({ value }) => value)).toEqual([event("1"), event("2"), event("3")]);
  });

  test("is tried again until the subgraph is back", async () => {
    const stream = open();
    for (let count = 1; count <= 5; count += 1)
      (await attempt(count)).sink.error(new Error("down"));
    (await attempt(6)).sink.next(event("1"));
    expect((await stream.next()).value).toEqual(event("1"));
  });

  test("gives up when the subgraph stays away", async () => {
    isDown = true;
    const stream = open(20);
    await expect(stream.next()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(opened.length).toBeGreaterThan(1);
  });

  test("ends cleanly when its last event tells no position", async () => {
    const stream = open();
    const { sink } = await attempt(1);
    sink.next(event(null));
    sink.error(new Error("lost"));
    expect((await stream.next()).value).toEqual(event(null));
    await expect(stream.next()).rejects.toBeInstanceOf(Fault);
    expect(opened).toHaveLength(1);
  });

  test("a refusal is final, as an error message and as a result without data", async () => {
    for (const refuse of [
      ({ sink }: Opened) => sink.error([{ message: "no" }] as never),
      ({ sink }: Opened) => sink.next({ errors: [{ message: "no" }] }),
    ]) {
      opened = [];
      const stream = open();
      const waiting = stream.next();
      refuse(await attempt(1));
      await expect(waiting).rejects.toBeInstanceOf(SubscriptionRefused);
      expect(opened[0]?.isUnsubscribed).toBe(true);
    }
  });

  test("return() unsubscribes and stops trying", async () => {
    const stream = open();
    const { sink } = await attempt(1);
    sink.error(new Error("lost"));
    await stream.return();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(opened).toHaveLength(1);
    const other = open();
    await attempt(2);
    await other.return();
    expect(opened[1]?.isUnsubscribed).toBe(true);
  });

  test("a client that reads too slowly loses it", async () => {
    const stream = open();
    const { sink } = await attempt(1);
    for (let count = 0; count < 300; count += 1) sink.next(event(String(count)));
    for (let count = 0; count < 256; count += 1) await stream.next();
    await expect(stream.next()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(opened[0]?.isUnsubscribed).toBe(true);
  });
});
