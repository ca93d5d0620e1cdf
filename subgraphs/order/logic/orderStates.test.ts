import { orderStatuses } from "../model/orderStatus";
import { canBecome } from "./orderStates";

describe("the table of states", () => {
  it("knows exactly the changes of the design", () => {
    const changes = orderStatuses.flatMap((from) =>
      orderStatuses.filter((to) => canBecome(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(changes).toEqual([
      "PENDING → REJECTED",
      "PENDING → PENDING_PAYMENT",
      "PENDING → CANCELLED",
      "PENDING → EXPIRED",
      "PENDING_PAYMENT → PAID",
      "PENDING_PAYMENT → CANCELLED",
      "PENDING_PAYMENT → EXPIRED",
      "PAID → PARTIALLY_SHIPPED",
      "PAID → SHIPPED",
      "PAID → CANCELLED",
      "PARTIALLY_SHIPPED → SHIPPED",
      "SHIPPED → DELIVERED",
      "DELIVERED → COMPLETED",
    ]);
  });
});
