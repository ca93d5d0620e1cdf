import type { Database, Transaction } from "@micro-shop/common/database/pool";
import { insertInParts, seedOnce } from "@micro-shop/common/database/seedOnce";
import { createDemoWorld, demoProducts, type DemoProductSlice } from "@micro-shop/demo-world";
import { successOf } from "@micro-shop/common/messaging/outcome";
import { optionKeyOf } from "../logic/productOptions";
import { reservationStep } from "../logic/reservationStep";
import {
  barrier,
  category,
  product,
  productAttribute,
  productMedia,
  review,
  reviewReply,
  sku,
  skuStock,
  stockMovement,
  stockReservation,
} from "../model/tables";

/** Puts the demo catalogue in, with its stock and reviews, once. Answers whether it did. */
export async function seedProducts(database: Database, now: Date): Promise<boolean> {
  return seedOnce(database, "demo-world", async (transaction) => {
    const slice = demoProducts(createDemoWorld(now));
    await seedCatalogue(transaction, slice);
    await seedStock(transaction, slice);
    await seedReviews(transaction, slice);
  });
}

async function seedCatalogue(transaction: Transaction, slice: DemoProductSlice): Promise<void> {
  const ratings = new Map(slice.ratings.map((rating) => [rating.productId, rating]));
  const sold = soldByProduct(slice);
  await insertInParts(slice.categories, (part) => transaction.insert(category).values(part));
  await insertInParts(slice.products, (part) =>
    transaction.insert(product).values(
      part.map((row) => ({
        ...row,
        ratingSum: ratings.get(row.id)?.sum ?? 0,
        ratingCount: ratings.get(row.id)?.count ?? 0,
        soldCount: sold.get(row.id) ?? 0,
        updatedAt: row.archivedAt ?? row.publishedAt ?? row.createdAt,
        listedAt: row.publishedAt ?? row.createdAt,
      })),
    ),
  );
  const media = slice.products.flatMap((row) =>
    row.media.map((item) => ({ ...item, productId: row.id })),
  );
  await insertInParts(media, (part) => transaction.insert(productMedia).values(part));
  const attributes = slice.products.flatMap((row) =>
    row.attributes.map(({ name, value }, position) => ({
      productId: row.id,
      position,
      name,
      kind: attributeKinds[typeof value as keyof typeof attributeKinds],
      value: String(value),
    })),
  );
  await insertInParts(attributes, (part) => transaction.insert(productAttribute).values(part));
  await insertInParts(slice.skus, (part) =>
    transaction
      .insert(sku)
      .values(part.map((row) => ({ ...row, optionKey: optionKeyOf(row.options) }))),
  );
}

const attributeKinds = { string: "TEXT", number: "NUMBER", boolean: "BOOLEAN" } as const;

/** What `sold_count` is kept as: units that left the house for orders, less those that came back. */
function soldByProduct(slice: DemoProductSlice): ReadonlyMap<string, number> {
  const productBySku = new Map(slice.skus.map((row) => [row.id, row.productId]));
  const sold = new Map<string, number>();
  for (const { kind, skuId, delta } of slice.stockMovements) {
    const productId = productBySku.get(skuId);
    if (productId === undefined || (kind !== "COMMIT" && kind !== "RESTOCK")) continue;
    sold.set(productId, (sold.get(productId) ?? 0) - delta);
  }
  return sold;
}

async function seedStock(transaction: Transaction, slice: DemoProductSlice): Promise<void> {
  const productBySku = new Map(slice.skus.map((row) => [row.id, row.productId]));
  const levels = slice.stockLevels.flatMap((level) => {
    const productId = productBySku.get(level.skuId);
    return productId === undefined ? [] : [{ ...level, productId }];
  });
  await insertInParts(levels, (part) => transaction.insert(skuStock).values(part));
  await insertInParts(slice.reservations, (part) =>
    transaction.insert(stockReservation).values(part),
  );
  await insertInParts(barriersOf(slice), (part) => transaction.insert(barrier).values(part));
  await insertInParts(slice.stockMovements, (part) =>
    transaction.insert(stockMovement).values(part.map((row) => ({ ...row, createdAt: row.at }))),
  );
}

/** The step of each order that reserved: without its row a release would take the order for one that never did. */
function barriersOf(slice: DemoProductSlice): (typeof barrier.$inferInsert)[] {
  const orders = new Map(
    slice.reservations
      .filter((reservation) => reservation.kind === "ORDER")
      .map((reservation) => [reservation.referenceId, reservation]),
  );
  return [...orders].map(([orderId, { status, createdAt, settledAt }]) => ({
    ...reservationStep(orderId),
    result: successOf([]),
    undoneAt: status === "RELEASED" ? settledAt : null,
    createdAt,
  }));
}

async function seedReviews(transaction: Transaction, slice: DemoProductSlice): Promise<void> {
  await insertInParts(slice.reviews, (part) => transaction.insert(review).values(part));
  const replies = slice.reviews.flatMap((row) => row.replies);
  await insertInParts(replies, (part) => transaction.insert(reviewReply).values(part));
}
