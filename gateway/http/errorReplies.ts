import { faultCodes, type FaultCode } from "@micro-shop/common/errors";
import type { Logger } from "@micro-shop/common/log";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { REQUEST_ID_HEADER, requestIdOf } from "../plugins/requestId";
import { recordOf } from "./requestRecords";

const JSON_ONLY = "A body must be of the type application/json.";

/** Answers what never reaches GraphQL in the same form: code, safe message and request id. */
export function replyToErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    const code = codeOf(status);
    const requestId = reply.getHeader(REQUEST_ID_HEADER);
    if (code === "INTERNAL") log.error({ err: error, requestId }, "request failed");
    recordOf(request)?.scope.record.errorCodes.push(code);
    return send(reply, status, code, status === 415 ? JSON_ONLY : undefined);
  });
  app.setNotFoundHandler((_request, reply) => send(reply, 404, "NOT_FOUND"));
}

/** The same for a URL that is none: fastify gives up on it before any hook runs. */
export function replyToBadUrl(
  _error: FastifyError,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.header(REQUEST_ID_HEADER, requestIdOf(headers[REQUEST_ID_HEADER]));
  void send(reply, 400, "BAD_REQUEST");
}

function codeOf(status: number): FaultCode {
  if (status === 413) return "PAYLOAD_TOO_LARGE";
  return status >= 400 && status < 500 ? "BAD_REQUEST" : "INTERNAL";
}

function send(
  reply: FastifyReply,
  status: number,
  code: FaultCode,
  message: string = faultCodes[code].message,
): FastifyReply {
  const requestId = reply.getHeader(REQUEST_ID_HEADER);
  return reply.code(status).send({ errors: [{ message, extensions: { code, requestId } }] });
}
