import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Database } from "@micro-shop/common/database/pool";
import type { Logger } from "@micro-shop/common/log";
import { Currency } from "@micro-shop/common/money";
import { findSandboxCharge, type SandboxChargeRow } from "../../../model/sandbox/charges";
import { findSandboxRefund } from "../../../model/sandbox/refunds";
import { behaviourOf } from "../methodToken";
import { SandboxRefusal, type SandboxRefusalCode } from "../sandboxRefusal";
import { captureCharge, makeCharge, voidCharge } from "./charges";
import { makeRefund } from "./refunds";
import { toWireCharge, toWireRefund } from "./toWire";

const keyShape = z.string().min(1).max(100);
const amountShape = z.int().min(0).max(1_000_000_000_000);
const money = { amountMinor: amountShape, currency: z.enum(Currency) };
const chargeOrderShape = z.object({
  channel: z.enum(["CARD", "WALLET"]),
  capture: z.enum(["AUTOMATIC", "MANUAL"]),
  methodToken: z.string().max(255),
  expiresAt: z.iso.datetime().transform((text) => new Date(text)),
  ...money,
});
const captureOrderShape = z.object({ amountMinor: amountShape.min(1) });
const refundOrderShape = z.object({
  chargeKey: keyShape,
  ...money,
  amountMinor: amountShape.min(1),
});
const byKeyShape = z.object({ key: keyShape });

const statuses: Readonly<Partial<Record<SandboxRefusalCode, number>>> = {
  BAD_REQUEST: 400,
  UNKNOWN_TOKEN: 400,
  UNAUTHENTICATED: 401,
  NOT_FOUND: 404,
};

export interface MerchantRoutesOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly secretKey: string;
  /** Base URL of the pages on which buyers confirm. */
  readonly pageUrl: () => string;
}

/**
 * The API of merchants: JSON, `authorization: Bearer <secret key>`, and an `idempotency-key` for what is made. 200 answers
 * the charge or refund, 4xx { code } says that nothing was done.
 */
export function mountMerchantRoutes(app: FastifyInstance, options: MerchantRoutesOptions): void {
  const { database, pageUrl } = options;
  const { drizzle } = database;
  void app.register(async (scope) => {
    scope.setErrorHandler((error, _request, reply) => replyToError(options.log, error, reply));
    scope.addHook("onRequest", async (request) => requireKey(request, options.secretKey));

    scope.post("/v1/charges", async (request, reply) => {
      const { amountMinor, currency, ...order } = read(chargeOrderShape, request.body);
      const charge = await makeCharge(database, {
        ...order,
        key: keyOf(request),
        amount: { amountMinor, currency },
      });
      return answer(reply, charge, toWireCharge(charge, pageUrl()));
    });
    scope.get("/v1/charges/:key", async (request) => {
      const charge = await findSandboxCharge(drizzle, read(byKeyShape, request.params).key);
      if (!charge) throw new SandboxRefusal("NOT_FOUND");
      return toWireCharge(charge, pageUrl());
    });
    scope.post("/v1/charges/:key/capture", async (request) => {
      const { amountMinor } = read(captureOrderShape, request.body);
      const { key } = read(byKeyShape, request.params);
      return toWireCharge(await captureCharge(database, key, amountMinor), pageUrl());
    });
    scope.post("/v1/charges/:key/void", async (request) => {
      const { key } = read(byKeyShape, request.params);
      return toWireCharge(await voidCharge(database, key), pageUrl());
    });
    scope.post("/v1/refunds", async (request, reply) => {
      const { chargeKey, amountMinor, currency } = read(refundOrderShape, request.body);
      const order = { key: keyOf(request), chargeKey, amount: { amountMinor, currency } };
      const { refund, charge } = await makeRefund(database, order);
      return answer(reply, charge, toWireRefund(refund));
    });
    scope.get("/v1/refunds/:key", async (request) => {
      const refund = await findSandboxRefund(drizzle, read(byKeyShape, request.params).key);
      if (!refund) throw new SandboxRefusal("NOT_FOUND");
      return toWireRefund(refund);
    });
  });
}

/** Sends the answer, or, as `tok_unknown` wants it, loses it: the caller's patience ends the wait. */
function answer(
  reply: FastifyReply,
  { channel, methodToken }: SandboxChargeRow,
  body: object,
): FastifyReply {
  const isLost = channel === "CARD" && behaviourOf(methodToken)?.kind === "UNKNOWN";
  return isLost ? reply.hijack() : reply.send(body);
}

async function requireKey({ headers }: FastifyRequest, secretKey: string): Promise<void> {
  const given = headers.authorization ?? "";
  // Hashes are of one length, whatever was given.
  if (!timingSafeEqual(sha256(given), sha256(`Bearer ${secretKey}`))) {
    throw new SandboxRefusal("UNAUTHENTICATED");
  }
}

function keyOf({ headers }: FastifyRequest): string {
  return read(keyShape, headers["idempotency-key"]);
}

function read<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const result = shape.safeParse(value);
  if (!result.success) throw new SandboxRefusal("BAD_REQUEST");
  return result.data;
}

function replyToError(log: Logger, error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof SandboxRefusal) {
    return reply.code(statuses[error.code] ?? 409).send({ code: error.code });
  }
  const { statusCode = 500 } = error as { statusCode?: number };
  if (statusCode < 500) return reply.code(statusCode).send({ code: "BAD_REQUEST" });
  log.error({ err: error }, "the sandbox failed");
  return reply.code(500).send({ code: "INTERNAL" });
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
