/** onHand = sum of the SKU's movements; reserved = sum of its RESERVED reservations; 0 ≤ reserved ≤ onHand. */
export interface DemoStockLevel {
  readonly skuId: string;
  readonly onHand: number;
  readonly reserved: number;
}

/**
 * One row per (kind, reference, SKU). ORDER rows hold the stock of an order until it is paid (COMMITTED)
 * or given up (RELEASED). A FLASH_SALE row holds the part of an item's quota that no order has drawn yet,
 * so a drawn unit moves from that row to an ORDER row and `reserved` stays as it is.
 */
export interface DemoReservation {
  readonly id: string;
  readonly kind: "ORDER" | "FLASH_SALE";
  /** The order's id, or the flash sale item's. */
  readonly referenceId: string;
  readonly skuId: string;
  readonly quantity: number;
  /** Units of a COMMITTED row that came back on hand (refunded before dispatch). */
  readonly restockedQuantity: number;
  readonly status: "RESERVED" | "COMMITTED" | "RELEASED";
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** When it was committed or released; null while it is RESERVED. */
  readonly settledAt: Date | null;
}

export interface DemoStockMovement {
  readonly id: string;
  readonly skuId: string;
  readonly kind: "OPENING" | "ADJUSTMENT" | "COMMIT" | "RESTOCK";
  /** Signed: what it added to onHand. */
  readonly delta: number;
  readonly reason: string;
  /** The order of a COMMIT or RESTOCK. */
  readonly orderId: string | null;
  readonly at: Date;
}
