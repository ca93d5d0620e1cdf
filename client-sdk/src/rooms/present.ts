import { RequestError } from "../errors";

/**
 * A field that needs a login or a scope is nullable in the schema, but null comes only with an error, and errors have
 * been thrown. So what is asked for here is there; should it not be, it is the server's fault and said so.
 */
export function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) {
    throw new RequestError([{ message: "The answer lacks what was asked for." }]);
  }
  return value;
}
