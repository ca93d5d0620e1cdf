import { Pool } from "undici";
import { z } from "zod";
import { readAtMost } from "@micro-shop/common/server/readAtMost";
import type { SandboxApi } from "./sandboxApi";
import { SandboxRefusal, sandboxRefusalCodes } from "./sandboxRefusal";
import { chargeShape, refundShape } from "./wire";

/** Charges that wait for their answers at the same time; one whose answer is lost keeps its connection for as long. */
const CONNECTIONS = 64;
/** No answer is a tenth of it. */
const MAX_REPLY_BYTES = 64 * 1024;

const refusalShape = z.object({ code: z.enum(sandboxRefusalCodes) });

export interface SandboxClientOptions {
  /** Base URL, without a path. */
  readonly url: string;
  readonly secretKey: string;
}

/** The sandbox over HTTP, with a keep-alive pool of its own. Never retries. */
export function createSandboxClient({
  url,
  secretKey,
}: SandboxClientOptions): SandboxApi & { close(): Promise<void> } {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const call = (request: Omit<Call, "secretKey">): Promise<unknown> =>
    send(pool, { ...request, secretKey });
  const post = (path: string, { key, body = {} }: Posted, signal: AbortSignal): Promise<unknown> =>
    call({ method: "POST", path, body, signal, ...(key === undefined ? {} : { key }) });
  const find = async (path: string, signal: AbortSignal): Promise<unknown> => {
    try {
      return await call({ method: "GET", path, signal });
    } catch (error) {
      if (error instanceof SandboxRefusal && error.code === "NOT_FOUND") return null;
      throw error;
    }
  };
  return {
    async makeCharge({ key, amount, expiresAt, ...order }, signal) {
      const body = { ...order, ...amount, expiresAt: expiresAt.toISOString() };
      return chargeShape.parse(await post("/v1/charges", { key, body }, signal));
    },
    async findCharge(key, signal) {
      return chargeShape.nullable().parse(await find(pathOf("charges", key), signal));
    },
    async captureCharge(key, amountMinor, signal) {
      const path = `${pathOf("charges", key)}/capture`;
      return chargeShape.parse(await post(path, { body: { amountMinor } }, signal));
    },
    async voidCharge(key, signal) {
      return chargeShape.parse(await post(`${pathOf("charges", key)}/void`, {}, signal));
    },
    async makeRefund({ key, chargeKey, amount }, signal) {
      const body = { chargeKey, ...amount };
      return refundShape.parse(await post("/v1/refunds", { key, body }, signal));
    },
    async findRefund(key, signal) {
      return refundShape.nullable().parse(await find(pathOf("refunds", key), signal));
    },
    close: () => pool.destroy(),
  };
}

interface Posted {
  /** Of what is made; the same key makes nothing new. */
  readonly key?: string;
  readonly body?: object;
}

interface Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly secretKey: string;
  readonly signal: AbortSignal;
  readonly key?: string;
  readonly body?: object;
}

async function send(
  pool: Pool,
  { method, path, secretKey, signal, key, body }: Call,
): Promise<unknown> {
  const response = await pool.request({
    method,
    path,
    signal,
    body: body ? JSON.stringify(body) : null,
    headers: {
      authorization: `Bearer ${secretKey}`,
      ...(body ? { "content-type": "application/json" } : {}),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
  });
  const reply = await readAtMost(response.body, MAX_REPLY_BYTES);
  if (!reply) throw new Error(`The sandbox's reply is longer than ${MAX_REPLY_BYTES} bytes.`);
  const { statusCode } = response;
  const json: unknown = JSON.parse(reply.toString("utf8"));
  if (statusCode === 200) return json;
  const refusal = refusalShape.safeParse(json);
  // Any other answer tells nothing about what was done.
  if (statusCode >= 500 || !refusal.success) {
    throw new Error(`The sandbox answered ${statusCode}.`);
  }
  throw new SandboxRefusal(refusal.data.code);
}

function pathOf(what: "charges" | "refunds", key: string): string {
  return `/v1/${what}/${encodeURIComponent(key)}`;
}
