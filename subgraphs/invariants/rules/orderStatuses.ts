/** The statuses of an order in which it is paid for and lives on. */
export const paidStatuses = ["PAID", "PARTIALLY_SHIPPED", "SHIPPED", "DELIVERED", "COMPLETED"];

/** The statuses of an order that has been placed and lives on. */
export const liveStatuses = ["PENDING_PAYMENT", ...paidStatuses];

/** The statuses in which an order has come to nothing. */
export const endedStatuses = ["REJECTED", "CANCELLED", "EXPIRED"];

export function isPaid(status: string): boolean {
  return paidStatuses.includes(status);
}

export function isLive(status: string): boolean {
  return liveStatuses.includes(status);
}

export function isEnded(status: string): boolean {
  return endedStatuses.includes(status);
}
