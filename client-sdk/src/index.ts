export { createClient } from "./client";
export type { CallOptions, Client, ClientOptions, SubscribeOptions } from "./client";
export { createShop, type Shop } from "./createShop";
export { TypedDocumentString, type TypedDocument } from "./document";
export {
  AuthError,
  NetworkError,
  RateLimitedError,
  RequestError,
  ShopError,
  TimeoutError,
} from "./errors";
export type { RequestProblem } from "./errors";
export type { KeyOptional } from "./idempotency";
export type { RetryOptions } from "./retry";
export type { OrderStatusChange } from "./rooms/order";
export type { GraphqlWs } from "./socket";
export type { Resume, StreamPosition } from "./subscription";
export { memoryTokenStore, type Tokens, type TokenStore } from "./tokens";
export type { Fetch, FetchAnswer } from "./transport";
