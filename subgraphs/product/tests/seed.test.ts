import { and, count, eq } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import { seedProducts } from "../jobs/seed";
import { category, product, review, sku, stockReservation } from "../model/tables";
import { anybody, openProductFixture, type ProductFixture } from "./productFixture";
import { reservationsOf } from "./reservations";
import { stockProblems } from "./stockInvariants";

const SEED_AT = new Date("2026-01-01T00:00:00Z");

let shop: ProductFixture;
beforeAll(async () => {
  shop = await openProductFixture();
});
afterAll(() => shop.close());

async function rowsIn(table: MySqlTable): Promise<number> {
  const [row] = await shop.database.drizzle.select({ rows: count() }).from(table);
  return row?.rows ?? 0;
}

describe("the demo catalogue", () => {
  it("is put in once, however many instances start", async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => seedProducts(shop.database, SEED_AT)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await seedProducts(shop.database, SEED_AT)).toBe(false);
  });

  it("has at least 200 products, 600 SKUs, 12 categories and 1,000 reviews", async () => {
    expect(await rowsIn(product)).toBeGreaterThanOrEqual(200);
    expect(await rowsIn(sku)).toBeGreaterThanOrEqual(600);
    expect(await rowsIn(category)).toBeGreaterThanOrEqual(12);
    expect(await rowsIn(review)).toBeGreaterThanOrEqual(1000);
  });

  it("keeps the invariants of stock", async () => {
    expect(await stockProblems(shop.database)).toEqual([]);
  });

  it("keeps the counters that lists are sorted by equal to a recompute", async () => {
    const [differences] = await shop.database.pool.query(`
      select p.slug from product p where
        (p.rating_sum, p.rating_count) <> (select coalesce(sum(rating), 0), count(*) from review r
          where r.product_id = p.id and r.status = 'PUBLISHED')
        or p.price_minor <> (select min(price_minor) from sku s where s.product_id = p.id)
        or p.sold_count <> (select coalesce(-sum(m.delta), 0) from stock_movement m
          join sku s on s.id = m.sku_id where s.product_id = p.id and m.kind in ('COMMIT', 'RESTOCK'))`);
    expect(differences).toEqual([]);
  });

  it("is shown in every order, with drafts and archived products left out", async () => {
    for (const sort of ["NEWEST", "PRICE_ASC", "PRICE_DESC", "RATING", "POPULAR"]) {
      const { data, errors } = await shop.run<{
        products: { edges: unknown[]; totalCount: number };
      }>(
        anybody,
        "query ($sort: ProductSort) { products(first: 100, sort: $sort) { totalCount edges { node { id } } } }",
        { sort },
      );
      expect(errors).toBeUndefined();
      expect(data?.products.edges).toHaveLength(100);
      expect(data?.products.totalCount).toBeLessThan(await rowsIn(product));
    }
  });

  it("lets an unpaid demo order be released like any other", async () => {
    const [held] = await shop.database.drizzle
      .select({ orderId: stockReservation.referenceId })
      .from(stockReservation)
      .where(and(eq(stockReservation.status, "RESERVED"), eq(stockReservation.kind, "ORDER")))
      .limit(1);
    expect(await reservationsOf(shop).release(held?.orderId ?? "")).toBe(true);
    expect(await stockProblems(shop.database)).toEqual([]);
  });
});
