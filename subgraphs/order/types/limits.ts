import { MAX_INPUT_AMOUNT_MINOR } from "@micro-shop/common/money";

/** Most of one SKU in a cart or an order; the database checks it as well. */
export const MAX_QUANTITY = 999;

/** Most lines of a cart or an order. */
export const MAX_LINES = 100;

/** The most an order may come to, in minor units: pay takes no more. */
export const MAX_TOTAL_MINOR = MAX_INPUT_AMOUNT_MINOR;

/** How long an order waits for its payment unless a setting says otherwise. */
export const PAYMENT_WINDOW_MS = 30 * 60 * 1_000;
