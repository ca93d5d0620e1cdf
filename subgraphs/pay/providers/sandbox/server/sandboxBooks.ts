import type { Database } from "@micro-shop/common/database/pool";
import { findSandboxCharge, type SandboxChargeRow } from "../../../model/sandbox/charges";
import { findSandboxRefund } from "../../../model/sandbox/refunds";
import { behaviourOf } from "../methodToken";
import type { SandboxApi } from "../sandboxApi";
import type { WireCharge } from "../wire";
import { captureCharge, makeCharge, voidCharge } from "./charges";
import { makeRefund } from "./refunds";
import { toWireCharge, toWireRefund } from "./toWire";

export interface SandboxBooksOptions {
  /** A pool of the sandbox's own. */
  readonly database: Database;
  /** Base URL of the pages on which buyers confirm. */
  readonly pageUrl: () => string;
}

/** The sandbox itself: its books in the database. Answers that `tok_unknown` loses never come. */
export function openSandboxBooks({ database, pageUrl }: SandboxBooksOptions): SandboxApi {
  const { drizzle } = database;
  const wire = (charge: SandboxChargeRow): WireCharge => toWireCharge(charge, pageUrl());
  return {
    async makeCharge(order, signal) {
      const charge = await makeCharge(database, order);
      if (losesAnswers(charge)) return aborted(signal);
      return wire(charge);
    },
    async findCharge(key) {
      const charge = await findSandboxCharge(drizzle, key);
      return charge && wire(charge);
    },
    captureCharge: async (key, amountMinor) =>
      wire(await captureCharge(database, key, amountMinor)),
    voidCharge: async (key) => wire(await voidCharge(database, key)),
    async makeRefund(order, signal) {
      const { refund, charge } = await makeRefund(database, order);
      if (losesAnswers(charge)) return aborted(signal);
      return toWireRefund(refund);
    },
    async findRefund(key) {
      const refund = await findSandboxRefund(drizzle, key);
      return refund && toWireRefund(refund);
    },
  };
}

function losesAnswers({ channel, methodToken }: SandboxChargeRow): boolean {
  return channel === "CARD" && behaviourOf(methodToken)?.kind === "UNKNOWN";
}

/** The caller's patience ends the wait. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
