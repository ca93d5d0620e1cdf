import { fault } from "../errors";
import { isId } from "../ids";
import { enforce, type Rule } from "./guards";
import type { RequestContext } from "./requestContext";

/** Most representations one `_entities` call may carry. */
export const MAX_REPRESENTATIONS = 1000;

/** A federation representation: `__typename`, the key, and fields that `@requires` asked for. */
export interface Representation {
  readonly __typename: string;
  readonly id: string;
}

/**
 * Resolves an entity from its representation, through a DataLoader so that a page costs one statement.
 * Null when there is none or the caller may not know of it.
 */
export type ReferenceResolver<Context extends RequestContext> = (
  representation: Representation,
  context: Context,
) => Promise<object | null> | object | null;

/** A reference resolver with the checks type-graphql does not make: rule of the type and shape of the key. */
export function guardedReference<Context extends RequestContext>(
  resolve: ReferenceResolver<Context>,
  rule: Rule | undefined,
): (representation: Representation, context: Context) => Promise<object | null> {
  return async (representation, context) => {
    if (rule) enforce(rule, context.caller);
    if (typeof representation.id !== "string" || !isId(representation.id)) return null;
    const entity = await resolve(representation, context);
    // The object itself is kept when it is a class instance: its methods are resolvers.
    return entity === null
      ? null
      : Object.assign(entity, { __typename: representation.__typename });
  };
}

/** Refuses an `_entities` call with more representations than one page of a plan can need. */
export function checkRepresentationCount(representations: readonly unknown[]): void {
  if (representations.length > MAX_REPRESENTATIONS) {
    fault("LIMIT_EXCEEDED", `At most ${MAX_REPRESENTATIONS} representations a call.`);
  }
}
