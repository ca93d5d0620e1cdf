import { Fault } from "@micro-shop/common/errors";
import type { GraphQLError } from "graphql";
import { faultError } from "../../faultError";

/** The same text for every limit: which one was met, and how far it is, is nobody's business. */
export function limitError(): GraphQLError {
  return faultError(new Fault("LIMIT_EXCEEDED"));
}
