import { buildSubgraph, type Subgraph } from "@micro-shop/common/graphql/subgraph";
import type { PayContext } from "./context";
import { findVisiblePayment } from "./logic/visiblePayment";
import { InternalResolver } from "./resolvers/internal.resolver";
import { OrderFieldsResolver } from "./resolvers/orderFields.resolver";
import { PaymentResolver } from "./resolvers/payment.resolver";
import { PaymentFieldsResolver } from "./resolvers/paymentFields.resolver";

/** The executable subgraph with its SDL. Needs no database. */
export function createPaySubgraph(): Subgraph {
  return buildSubgraph<PayContext>({
    name: "pay",
    resolvers: [PaymentResolver, PaymentFieldsResolver, OrderFieldsResolver, InternalResolver],
    references: {
      Payment: ({ id }, context) => findVisiblePayment(context, id),
      // Whether there is such an order is not for pay to say.
      Order: ({ id }) => ({ id }),
    },
    extraSdl: "extend enum ClosePaymentOutcome @inaccessible",
  });
}
