/**
 * The registry of everything that can be refused or go wrong, for all services.
 * A refusal is something the client can act on and travels as data (`userErrors`); a fault is a top-level error.
 */

/** Codes of `UserError.code`. The key is the public name, the value its description in the schema. */
export const userErrorCodes = {
  INVALID_INPUT: "A field of the input is missing, malformed or out of range; `path` names it.",
  NOT_FOUND: "No such thing, or it is not yours.",
  IDEMPOTENCY_KEY_REUSED: "The idempotency key was already used with another input.",
  INVALID_STATE: "The thing is not in a state that allows this.",
  LOGIN_TAKEN: "Another account uses this e-mail address or phone number.",
  BAD_CREDENTIALS: "Login and password do not match an active account.",
  TOKEN_INVALID: "The token is unknown, expired or was used before.",
  TOO_MANY_ATTEMPTS: "Too many attempts; try again later.",
  LIMIT_REACHED: "A limit on how many of these one may have is reached.",
  SLUG_TAKEN: "Another product uses this slug.",
  SKU_CODE_TAKEN: "Another SKU uses this code.",
  INSUFFICIENT_STOCK: "Less is available than was asked for.",
  UNAVAILABLE_PRODUCT: "The product or SKU is not on sale.",
  QUANTITY_EXCEEDED: "Less is left of an order's line than was to be shipped or sent back.",
  EMPTY_ORDER: "There is nothing to order.",
  PRICE_CHANGED: "The total differs from the one the buyer expected.",
  COUPON_NOT_APPLICABLE: "The coupon cannot be used for this order.",
  ABORTED: "It could not be finished in time and was undone; try again with a new idempotency key.",
  SOLD_OUT: "Nothing of the issued quantity is left.",
  DECLINED: "The payment provider declined.",
  ALREADY_PAID: "The order has been paid or a payment is under way.",
  PROVIDER_UNAVAILABLE: "This payment provider is not set up.",
  REFUND_EXCEEDS_CAPTURED: "Less is left of what was captured than was to go back.",
  APPROVER_IS_REQUESTER:
    "Who asked for it, or would get the money, cannot decide on it; another person must.",
} as const;

export type UserErrorCode = keyof typeof userErrorCodes;

/** Codes of top-level errors (`extensions.code`) with the HTTP status and the text a client may see. */
export const faultCodes = {
  UNAUTHENTICATED: { status: 401, message: "You are not signed in, or your session has ended." },
  FORBIDDEN: { status: 403, message: "You may not do this." },
  BAD_REQUEST: { status: 400, message: "The request is malformed." },
  NOT_FOUND: { status: 404, message: "There is no such thing." },
  LIMIT_EXCEEDED: { status: 400, message: "The operation is larger than this server accepts." },
  PAYLOAD_TOO_LARGE: { status: 413, message: "The request body is too large." },
  RATE_LIMITED: { status: 429, message: "Too many requests; try again later." },
  TIMEOUT: { status: 504, message: "The answer did not come in time." },
  UNAVAILABLE: { status: 503, message: "The service is not available right now; try again." },
  INTERNAL: { status: 500, message: "Something went wrong on our side." },
} as const;

export type FaultCode = keyof typeof faultCodes;

export interface RefusalOptions {
  /** Path of the offending input field, outermost first, e.g. ['input', 'lines', '0', 'quantity']. */
  readonly path?: readonly string[];
  /** Name of the GraphQL subtype of UserError that carries `data`; `GeneralError` when absent. */
  readonly type?: string;
  /** Fields of the subtype beyond code, message and path. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Something a client can act on. Mutations answer it in `userErrors`. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly path: readonly string[] | null;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: UserErrorCode,
    message: string,
    options: RefusalOptions = {},
  ) {
    super(message);
    this.path = options.path ?? null;
    this.type = options.type ?? "GeneralError";
    this.data = options.data ?? {};
  }
}

/** Several refusals of one input at once (validation). */
export class Refusals extends Error {
  override readonly name = "Refusals";

  constructor(readonly refusals: readonly Refusal[]) {
    super(refusals.map((refusal) => refusal.message).join(" "));
  }
}

/** A top-level error whose message is safe to show. The cause stays in the log. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly httpStatus: number;

  constructor(
    readonly code: FaultCode,
    message: string = faultCodes[code].message,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
    this.httpStatus = faultCodes[code].status;
  }
}

/** Throws a refusal. */
export function refuse(code: UserErrorCode, message: string, options?: RefusalOptions): never {
  throw new Refusal(code, message, options);
}

/** Throws a fault. */
export function fault(code: FaultCode, message?: string, options?: { cause?: unknown }): never {
  throw new Fault(code, message, options);
}
