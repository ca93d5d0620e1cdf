import type DataLoader from "dataloader";
import type { Database } from "@micro-shop/common/database/pool";
import type { RequestContext } from "@micro-shop/common/graphql/requestContext";
import type { Logger } from "@micro-shop/common/log";
import type { EventContext } from "@micro-shop/common/messaging/deliverEvents.resolver";
import type { PaymentEventRow } from "./model/paymentEvents";
import type { PaymentRow } from "./model/payments";
import type { RefundRow } from "./model/refunds";
import type { Providers } from "./providers/provider";

/** What payments need wherever they are worked on: in a request, a webhook or a job. */
export interface PayServices {
  readonly database: Database;
  readonly providers: Providers;
  /** Longest wait for a provider's answer, in milliseconds; after it the result is UNKNOWN. */
  readonly providerTimeoutMs: number;
  /** MANUAL: payments are only authorised, and staff captures or voids them. */
  readonly captureMode: "AUTOMATIC" | "MANUAL";
  readonly log: Logger;
}

/** What the pay subgraph's resolvers and logic work with. */
export interface PayContext extends RequestContext, PayServices, EventContext {
  readonly log: Logger;
  readonly loaders: PayLoaders;
}

export interface PayLoaders {
  readonly payment: DataLoader<string, PaymentRow | null>;
  readonly paymentOfOrder: DataLoader<string, PaymentRow | null>;
  readonly refunds: DataLoader<string, readonly RefundRow[]>;
  readonly events: DataLoader<string, readonly PaymentEventRow[]>;
}
