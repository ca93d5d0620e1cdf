import { buildSubgraph, type Subgraph } from "@micro-shop/common/graphql/subgraph";
import { DeliverEventsResolver } from "@micro-shop/common/messaging/deliverEvents.resolver";
import type { PayContext } from "./context";
import { findVisiblePayment } from "./logic/visiblePayment";
import { FinishPaymentResolver } from "./resolvers/finishPayment.resolver";
import { InternalResolver } from "./resolvers/internal.resolver";
import { OrderFieldsResolver } from "./resolvers/orderFields.resolver";
import { PaymentResolver } from "./resolvers/payment.resolver";
import { PaymentFieldsResolver } from "./resolvers/paymentFields.resolver";
import { RefundResolver } from "./resolvers/refund.resolver";
import { StaffResolver } from "./resolvers/staff.resolver";

/** The executable subgraph with its SDL. Needs no database. */
export function createPaySubgraph(): Subgraph {
  return buildSubgraph<PayContext>({
    name: "pay",
    resolvers: [
      PaymentResolver,
      PaymentFieldsResolver,
      OrderFieldsResolver,
      FinishPaymentResolver,
      RefundResolver,
      StaffResolver,
      InternalResolver,
      DeliverEventsResolver,
    ],
    references: {
      Payment: ({ id }, context) => findVisiblePayment(context, id),
      // Whether there is such an order is not for pay to say.
      Order: ({ id }) => ({ id }),
    },
    extraSdl: `
      extend enum ClosePaymentOutcome @inaccessible
      extend enum RefundOrderOutcome @inaccessible
      extend enum ChangeAmountOutcome @inaccessible
    `,
  });
}
