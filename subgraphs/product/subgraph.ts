import { buildSubgraph, type Subgraph } from "@micro-shop/common/graphql/subgraph";
import { DeliverEventsResolver } from "@micro-shop/common/messaging/deliverEvents.resolver";
import type { ProductContext } from "./context";
import { CatalogueStaffResolver } from "./resolvers/catalogueStaff.resolver";
import { CategoryResolver } from "./resolvers/category.resolver";
import { ProductResolver } from "./resolvers/product.resolver";
import { ProductFieldsResolver } from "./resolvers/productFields.resolver";
import { ReservationResolver } from "./resolvers/reservation.resolver";
import { ReviewResolver } from "./resolvers/review.resolver";
import { SkuResolver } from "./resolvers/sku.resolver";
import { StockStaffResolver } from "./resolvers/stockStaff.resolver";

/** The executable subgraph with its SDL. Needs no database. */
export function createProductSubgraph(): Subgraph {
  return buildSubgraph<ProductContext>({
    name: "product",
    resolvers: [
      CategoryResolver,
      ProductResolver,
      ProductFieldsResolver,
      SkuResolver,
      ReviewResolver,
      CatalogueStaffResolver,
      StockStaffResolver,
      ReservationResolver,
      DeliverEventsResolver,
    ],
    // The loaders know what the caller may see; a hidden entity is answered like an unknown one.
    references: {
      Product: ({ id }, context) => context.loaders.product.load(id),
      Sku: ({ id }, context) => context.loaders.sku.load(id),
      Category: ({ id }, context) => context.loaders.category.load(id),
      Review: ({ id }, context) => context.loaders.review.load(id),
    },
  });
}
