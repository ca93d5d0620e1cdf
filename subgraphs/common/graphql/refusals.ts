import type { ValidationError } from "class-validator";
import { getNamedType, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import { ArgumentValidationError } from "type-graphql";
import { Fault, Refusal, Refusals, type UserErrorCode } from "../errors";
import type { RequestContext } from "./requestContext";

/** The GraphQL form of a refusal; `__typename` picks the subtype of `UserError`. */
export interface UserErrorValue {
  readonly __typename: string;
  readonly code: UserErrorCode;
  readonly message: string;
  readonly path: readonly string[] | null;
}

/** Names of the mutations whose payload carries `userErrors`. */
export function refusableMutations(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {})
    .filter((field) => {
      const payload = getNamedType(field.type);
      return isObjectType(payload) && "userErrors" in payload.getFields();
    })
    .map((field) => field.name);
}

/** Answers refusals and invalid input as data: `{ userErrors }`; on success `userErrors` is empty. */
export function refusalsAsData(
  resolve: GraphQLFieldResolver<unknown, RequestContext>,
): GraphQLFieldResolver<unknown, RequestContext> {
  return async (source, args, context, info) => {
    try {
      const payload: unknown = await resolve(source, args, context, info);
      return { userErrors: [], ...(payload as object) };
    } catch (error) {
      const refusals = refusalsIn(error);
      if (!refusals) throw error;
      return { userErrors: refusals.map(toUserError) };
    }
  };
}

/** A refusal met outside a mutation (arguments of a query, say) becomes a top-level error. */
export function refusalsAsFaults(
  resolve: GraphQLFieldResolver<unknown, RequestContext>,
): GraphQLFieldResolver<unknown, RequestContext> {
  return async (source, args, context, info) => {
    try {
      return await resolve(source, args, context, info);
    } catch (error) {
      const refusals = refusalsIn(error);
      if (!refusals) throw error;
      throw new Fault("BAD_REQUEST", refusals.map((refusal) => refusal.message).join(" "), {
        cause: error,
      });
    }
  };
}

/** The refusals an error stands for, or null when it is something else. */
export function refusalsIn(error: unknown): readonly Refusal[] | null {
  if (error instanceof Refusal) return [error];
  if (error instanceof Refusals) return error.refusals;
  if (error instanceof ArgumentValidationError)
    return fromValidation(error.extensions.validationErrors, ["input"]);
  return null;
}

export function toUserError(refusal: Refusal): UserErrorValue {
  return {
    __typename: refusal.type,
    code: refusal.code,
    message: refusal.message,
    path: refusal.path,
    ...refusal.data,
  };
}

function fromValidation(
  errors: readonly ValidationError[],
  path: readonly string[],
): readonly Refusal[] {
  return errors.flatMap((error) => {
    const here = [...path, error.property];
    const own = Object.values(error.constraints ?? {}).map(
      (message) =>
        new Refusal("INVALID_INPUT", asSentence(message, error.property), { path: here }),
    );
    return [...own, ...fromValidation(error.children ?? [], here)];
  });
}

/** A field is named as the client wrote it, also where its name begins the sentence. */
function asSentence(message: string, property: string): string {
  const [first = "", rest] = [message[0], message.slice(1)];
  return message.startsWith(`${property} `) ? `${message}.` : `${first.toUpperCase()}${rest}.`;
}
