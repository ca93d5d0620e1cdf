import { createRequire } from "node:module";
import type Stripe from "stripe";

/** The official SDK, loaded where Stripe is set up and nowhere else: it is large. */
export function loadStripe(): typeof Stripe {
  return createRequire(__filename)("stripe") as typeof Stripe;
}
