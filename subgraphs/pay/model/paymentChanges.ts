import { slot, writeStatement } from "@micro-shop/common/database/statement";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import type { PaymentProviderName } from "../types/enums";
import { payments } from "./tables";

/*
 * The changes of a payment that every order goes through, built once; what they promise is in payments.ts.
 */

/** What the provider took of a payment, in minor units. */
export interface Capture {
  readonly capturedMinor: number;
  readonly now: Date;
}

export const nextVersion = sql`${payments.version} + 1`;

export const takeOff = writeStatement<{
  id: string;
  amountMinor: number;
  provider: PaymentProviderName;
  now: Date;
}>((builder) =>
  builder
    .update(payments)
    .set({
      status: "IN_FLIGHT",
      provider: slot(payments.provider),
      updatedAt: slot(payments.updatedAt, "now"),
      version: nextVersion,
    })
    .where(
      and(
        eq(payments.id, slot(payments.id)),
        eq(payments.status, "CREATED"),
        // The order of an expired payment may be giving its stock back already, and its price may have changed meanwhile.
        gt(payments.expiresAt, slot(payments.expiresAt, "now")),
        eq(payments.amountMinor, slot(payments.amountMinor, "amountMinor")),
      ),
    ),
);

export const captureUnderWay = writeStatement<Capture & { readonly id: string }>((builder) =>
  builder
    .update(payments)
    .set({
      status: "CAPTURED",
      redirectUrl: null,
      capturedMinor: slot(payments.capturedMinor, "capturedMinor"),
      capturedAt: slot(payments.capturedAt, "now"),
      updatedAt: slot(payments.updatedAt, "now"),
      version: nextVersion,
    })
    .where(
      and(
        eq(payments.id, slot(payments.id)),
        inArray(payments.status, ["IN_FLIGHT", "AUTHORIZED"]),
      ),
    ),
);
