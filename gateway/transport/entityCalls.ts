import type { ReplyError, SubgraphReply } from "./readReply";
import type { SubgraphCall } from "./subgraphClient";
import { replyFault } from "./subgraphFault";

/** What a subgraph takes in one `_entities` call; it refuses more. */
const REPRESENTATIONS_PER_CALL = 1_000;
/** Calls of one fetch that run at a time, so that one operation cannot take all connections. */
const CALLS_AT_ONCE = 4;

export type SendCall = (call: SubgraphCall) => Promise<SubgraphReply>;

/**
 * Sends a call. One that resolves entities asks for each of them once, however often the plan needs it, and in as many
 * calls as the subgraph's bound makes necessary; the reply reads as if it were the answer to the one call.
 * Rejects when any of the calls fails: half of a fetch would look like entities that do not exist.
 */
export async function sendEntityCalls(
  subgraph: string,
  call: SubgraphCall,
  send: SendCall,
): Promise<SubgraphReply> {
  const representations = representationsIn(call);
  if (!representations) return send(call);
  const wanted = groupByValue(representations);
  const isRepeated = wanted.length < representations.length;
  if (!isRepeated && wanted.length <= REPRESENTATIONS_PER_CALL) return send(call);

  const batches = inBatches(wanted);
  const replies = await mapInParallel(batches, async (batch) => {
    const variables = { ...call.variables, representations: batch.map(({ value }) => value) };
    const reply = await send({ ...call, variables });
    return { batch, reply, entities: entitiesIn(subgraph, reply, batch.length) };
  });

  const places: unknown[] = Array.from(representations, () => null);
  for (const { batch, entities } of replies) {
    batch.forEach((one, index) => fillPlaces(places, one, entities?.[index] ?? null));
  }
  const errors = replies.flatMap(({ batch, reply }) =>
    (reply.errors ?? []).flatMap((error) => errorsInPlace(error, batch)),
  );
  return {
    data: replies.some(({ entities }) => entities) ? { _entities: places } : null,
    ...(errors.length > 0 ? { errors } : {}),
  };
}

/** A representation, and the places in the plan's list that hold it. */
interface Wanted {
  readonly value: unknown;
  readonly places: number[];
}

/** Null for calls that ask for no entities; a client's own variable may have this name. */
function representationsIn({ query, variables }: SubgraphCall): readonly unknown[] | null {
  const { representations } = variables;
  const asksForEntities = query.includes("_entities(representations:$representations)");
  return asksForEntities && Array.isArray(representations) ? representations : null;
}

/** The plan writes equal representations as equal text: their fields come in the order of its selection. */
function groupByValue(representations: readonly unknown[]): Wanted[] {
  const byText = new Map<string, Wanted>();
  representations.forEach((value, place) => {
    const text = JSON.stringify(value);
    const known = byText.get(text);
    if (known) known.places.push(place);
    else byText.set(text, { value, places: [place] });
  });
  return [...byText.values()];
}

function inBatches(wanted: readonly Wanted[]): readonly Wanted[][] {
  const count = Math.ceil(wanted.length / REPRESENTATIONS_PER_CALL);
  return Array.from({ length: count }, (_unused, index) =>
    wanted.slice(index * REPRESENTATIONS_PER_CALL, (index + 1) * REPRESENTATIONS_PER_CALL),
  );
}

function entitiesIn(subgraph: string, { data }: SubgraphReply, count: number) {
  // The whole batch was refused; the errors say why.
  if (data === null || data === undefined) return null;
  const entities: unknown = data["_entities"];
  if (!Array.isArray(entities) || entities.length !== count) {
    throw replyFault(subgraph, `other entities than the ${count} it was asked for`);
  }
  return entities as readonly unknown[];
}

/** Each place gets an object of its own, because the executor merges into what it is given. */
function fillPlaces(entities: unknown[], { places: [first, ...others] }: Wanted, entity: unknown) {
  if (first !== undefined) entities[first] = entity;
  for (const place of others) entities[place] = structuredClone(entity);
}

/** An error of an entity is one of every place that holds it. */
function errorsInPlace(error: ReplyError, batch: readonly Wanted[]): readonly ReplyError[] {
  // Nobody has checked the path yet.
  const path: readonly (string | number)[] = Array.isArray(error.path) ? error.path : [];
  const [root, index, ...rest] = path;
  const wanted = typeof index === "number" ? batch[index] : undefined;
  if (root !== "_entities" || !wanted) return [error];
  return wanted.places.map((place) => ({ ...error, path: [root, place, ...rest] }));
}

async function mapInParallel<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  // A generator that several loops share: when one of them throws, it ends for all.
  const queue = (function* () {
    yield* items.entries();
  })();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: Math.min(CALLS_AT_ONCE, items.length) }, work));
  return results;
}
