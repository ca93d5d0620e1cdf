import type { FastifyError, FastifyInstance } from "fastify";
import { Fault, type FaultCode } from "../errors";
import { databaseFault } from "../database/errors";
import { maskError } from "../graphql/maskError";
import type { Logger } from "../log";

/** Answers what fails outside GraphQL in the form that GraphQL has: a code and a safe message. The log gets the rest. */
export function replyToErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const fault = faultOf(error);
    const route = request.routeOptions.url;
    if (fault.httpStatus >= 500) log.error({ err: error, route }, "request failed");
    const status = error.statusCode ?? fault.httpStatus;
    return reply.code(status).send({ errors: [maskError(fault)] });
  });
}

function faultOf(error: FastifyError | Fault): Fault {
  if (error instanceof Fault) return error;
  const { statusCode = 500 } = error;
  if (statusCode < 500) return new Fault(codeOfStatus(statusCode), undefined, { cause: error });
  return databaseFault(error) ?? new Fault("INTERNAL", undefined, { cause: error });
}

function codeOfStatus(status: number): FaultCode {
  return status === 413 ? "PAYLOAD_TOO_LARGE" : "BAD_REQUEST";
}
