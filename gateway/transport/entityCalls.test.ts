import { startDeadline } from "@micro-shop/common/resilience/deadline";
import { createLog } from "@micro-shop/common/log";
import { emptyRecord } from "../context";
import { sendEntityCalls, type SendCall } from "./entityCalls";
import type { SubgraphReply } from "./readReply";
import type { SubgraphCall } from "./subgraphClient";

const query =
  "query($representations:[_Any!]!){_entities(representations:$representations){...on User{name}}}";

const user = (id: number) => ({ __typename: "User", id });
const users = (count: number) => Array.from({ length: count }, (_unused, index) => user(index));

const call = (representations: unknown, text = query): SubgraphCall => ({
  query: text,
  operationName: undefined,
  variables: { representations, other: 1 },
  context: {
    caller: { service: "gateway", user: null, clientAddress: "", requestId: "r" },
    deadline: startDeadline(1_000),
    log: createLog("test", "silent"),
    idempotencyKey: null,
    traceparent: null,
    record: emptyRecord(),
  },
});

type Asked = readonly { readonly id: number }[];

const entitiesOf = ({ data }: SubgraphReply) =>
  (data?.["_entities"] ?? []) as (Record<string, unknown> | null)[];

describe("entities of one fetch", () => {
  let sent: SubgraphCall[];

  beforeEach(() => {
    sent = [];
  });

  const asked = (index: number) => sent[index]?.variables["representations"] as Asked;

  /** A subgraph of users named after their ids, unless told otherwise. */
  const send = (
    representations: unknown,
    answer: (asked: Asked) => SubgraphReply | Promise<SubgraphReply> = named,
  ): Promise<SubgraphReply> => {
    const subgraph: SendCall = async (one) => {
      sent.push(one);
      return answer(one.variables["representations"] as Asked);
    };
    return sendEntityCalls("user", call(representations), subgraph);
  };

  const named = (wanted: Asked): SubgraphReply => ({
    data: { _entities: wanted.map(({ id }) => ({ name: `User ${id}` })) },
  });

  test("are asked for once each, and answered in every place", async () => {
    const reply = await send([user(1), user(2), user(1), user(1)]);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.variables).toEqual({ representations: [user(1), user(2)], other: 1 });
    const names = ["User 1", "User 2", "User 1", "User 1"];
    expect(reply).toEqual({ data: { _entities: names.map((name) => ({ name })) } });
  });

  test("are objects of their own in every place, for the executor writes into them", async () => {
    const reply = await send([user(1), user(1)], () => ({
      data: { _entities: [{ address: { city: "Ulm" } }] },
    }));
    const [first, second] = entitiesOf(reply);
    expect(second).toEqual(first);
    expect(second).not.toBe(first);
    expect(second?.["address"]).not.toBe(first?.["address"]);
  });

  test("that differ in any required field are different", async () => {
    const required = [1, 2, "1", null].map((price) => ({ ...user(1), price }));
    await send([...required, ...required]);
    expect(sent[0]?.variables["representations"]).toEqual(required);
  });

  test("that do not exist are null in every place", async () => {
    const reply = await send([user(1), user(2), user(1)], () => ({
      data: { _entities: [null, { name: "b" }] },
    }));
    expect(reply.data).toEqual({ _entities: [null, { name: "b" }, null] });
  });

  test("have their errors in every place, and other errors stay as they are", async () => {
    const extensions = { code: "FORBIDDEN" };
    const { errors } = await send([user(1), user(2), user(2)], () => ({
      data: { _entities: [{ name: null }, null] },
      errors: [
        { message: "a", path: ["_entities", 1, "friends", 3, "name"], extensions },
        { message: "b", path: ["_entities"] },
        { message: "c", path: ["_entities", 2, "name"] },
        { message: "d", path: "no path" as never },
      ],
    }));
    expect(errors).toEqual([
      { message: "a", path: ["_entities", 1, "friends", 3, "name"], extensions },
      { message: "a", path: ["_entities", 2, "friends", 3, "name"], extensions },
      { message: "b", path: ["_entities"] },
      { message: "c", path: ["_entities", 2, "name"] },
      { message: "d", path: "no path" },
    ]);
  });

  test("of more than a thousand are asked for in several calls", async () => {
    const reply = await send(users(2_500), (wanted) => ({
      ...named(wanted),
      errors: [{ message: "x", path: ["_entities", 1, "name"] }],
    }));
    expect(sent.map((_one, index) => asked(index).length)).toEqual([1_000, 1_000, 500]);
    expect(reply.data).toEqual(named(users(2_500)).data);
    const paths = reply.errors?.map(({ path }) => path?.[1]);
    expect(paths).toEqual([1, 1_001, 2_001]);
  });

  test("are asked for in few calls at a time", async () => {
    let running = 0;
    let most = 0;
    await send(users(9_500), async (wanted) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return named(wanted);
    });
    expect(sent).toHaveLength(10);
    expect(most).toBe(4);
  });

  test("fail together, and no call is begun after the failure", async () => {
    const sending = send(users(9_500), async (wanted) => {
      await new Promise(setImmediate);
      if (wanted[0]?.id === 0) throw new Error("the subgraph is gone");
      return named(wanted);
    });
    await expect(sending).rejects.toThrow("gone");
    await new Promise(setImmediate);
    expect(sent).toHaveLength(4);
  });

  test("of a call that was refused as a whole are null beside those of the others", async () => {
    const refusal = { data: null, errors: [{ message: "no" }] };
    const mixed = await send(users(1_001), (wanted) =>
      wanted.length === 1 ? refusal : named(wanted),
    );
    expect(entitiesOf(mixed)).toHaveLength(1_001);
    expect(entitiesOf(mixed).at(-1)).toBeNull();
    expect(mixed.errors).toEqual(refusal.errors);
    expect(await send([user(1), user(1)], () => refusal)).toEqual(refusal);
  });

  test.each([[[]], [[{}, {}]], ["text"], [null]])(
    "that do not answer what was asked for (%j) are a fault of the subgraph",
    async (entities) => {
      const sending = send([user(1), user(1)], () => ({ data: { _entities: entities } }));
      await expect(sending).rejects.toMatchObject({ code: "INTERNAL" });
    },
  );

  test("without repetition go through as they are, the reply too", async () => {
    const original = call(users(1_000));
    const reply = { data: { _entities: [] }, extensions: { trace: 1 } };
    expect(
      await sendEntityCalls("user", original, async (one) => {
        sent.push(one);
        return reply;
      }),
    ).toBe(reply);
    expect(sent[0]).toBe(original);
  });

  test.each([
    [[1, 1], "query($representations:[Int!]!){sum(of:$representations)}"],
    ["text", query],
    [undefined, "{me{id}}"],
  ])("what asks for none goes through as it is (%j)", async (representations, text) => {
    const original = call(representations, text);
    await sendEntityCalls("user", original, async (one) => {
      sent.push(one);
      return { data: {} };
    });
    expect(sent).toEqual([original]);
    expect(sent[0]).toBe(original);
  });
});
