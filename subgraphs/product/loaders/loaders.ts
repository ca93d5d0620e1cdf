import { lazyLoaders, manyByKey, oneByKey } from "@micro-shop/common/graphql/loaders";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { readCategories, readChildCategories } from "../model/categories";
import { readAttributes, readMedia } from "../model/productDetails";
import { readProducts } from "../model/products";
import { readReplies, readReviews } from "../model/reviews";
import { readSkus, readSkusOfProducts } from "../model/skus";
import type { CallerVisibility } from "../model/visibility";
import { reviewPages } from "./reviewPages";

/**
 * The loaders of one request, which sees what its caller may: what is hidden never gets into a cache. Those by an
 * entity's own id answer null for the hidden; those by a parent's id trust that the parent was let through.
 */
export function productLoaders(executor: DatabaseExecutor, visibility: CallerVisibility) {
  return lazyLoaders({
    product: () =>
      oneByKey({
        read: (ids: readonly string[]) => readProducts(executor, ids, visibility.products),
        keyOf: (row) => row.id,
      }),
    sku: () =>
      oneByKey({
        read: (ids: readonly string[]) => readSkus(executor, ids, visibility.products),
        keyOf: (row) => row.id,
      }),
    skusOfProduct: () =>
      manyByKey({
        read: (productIds: readonly string[]) => readSkusOfProducts(executor, productIds),
        keyOf: (row) => row.productId,
      }),
    category: () =>
      oneByKey({
        read: (ids: readonly string[]) => readCategories(executor, ids),
        keyOf: (row) => row.id,
      }),
    categoryChildren: () =>
      manyByKey({
        read: (parentIds: readonly string[]) => readChildCategories(executor, parentIds),
        keyOf: (row) => row.parentId ?? "",
      }),
    media: () =>
      manyByKey({
        read: (productIds: readonly string[]) => readMedia(executor, productIds),
        keyOf: (row) => row.productId,
      }),
    attributes: () =>
      manyByKey({
        read: (productIds: readonly string[]) => readAttributes(executor, productIds),
        keyOf: (row) => row.productId,
      }),
    review: () =>
      oneByKey({
        read: (ids: readonly string[]) => readReviews(executor, ids, visibility),
        keyOf: (row) => row.id,
      }),
    reviewPages: () => reviewPages(executor),
    replies: () =>
      manyByKey({
        read: (reviewIds: readonly string[]) => readReplies(executor, reviewIds),
        keyOf: (row) => row.reviewId,
      }),
  });
}

export type ProductLoaders = ReturnType<typeof productLoaders>;
