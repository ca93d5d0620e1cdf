import type { Fault } from "@micro-shop/common/errors";
import { GraphQLError } from "graphql";

/** A fault as an error of a GraphQL result; `extensions.http` is what Apollo Server takes the status from. */
export function faultError(fault: Fault): GraphQLError {
  return new GraphQLError(fault.message, {
    originalError: fault,
    extensions: { code: fault.code, http: { status: fault.httpStatus } },
  });
}
