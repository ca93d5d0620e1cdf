import { eq, sql } from "drizzle-orm";
import { join } from "node:path";
import { newId } from "@micro-shop/common/ids";
import { createLog } from "@micro-shop/common/log";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { executeSchema, type SchemaReply } from "@micro-shop/common/testing/executeSchema";
import { signedIn, testContext } from "@micro-shop/common/testing/serviceContext";
import { testDatabase, type TestDatabase } from "@micro-shop/common/testing/testDatabase";
import { createProductContext, type ProductServices } from "../context";
import { optionKeyOf } from "../logic/productOptions";
import {
  category,
  product,
  productAttribute,
  review,
  reviewReply,
  sku,
  skuStock,
  stockMovement,
} from "../model/tables";
import { createProductServices } from "../services";
import { createProductSubgraph } from "../subgraph";

export interface UserErrorAnswer {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
}

type ProductValues = typeof product.$inferInsert;
type ReviewValues = typeof review.$inferInsert;

/** A product to put into the database; what is left out gets a value. */
export interface ProductPlan extends Partial<Omit<ProductValues, "id" | "options">> {
  readonly skus?: readonly {
    readonly code?: string;
    readonly priceMinor?: number;
    readonly listPriceMinor?: number;
    readonly onHand?: number;
    readonly options?: readonly { readonly name: string; readonly value: string }[];
  }[];
}

/** The product subgraph on a database of its own. */
export interface ProductFixture {
  readonly database: TestDatabase;
  readonly services: ProductServices;
  readonly categoryId: string;
  run<Data>(
    caller: Partial<Caller>,
    source: string,
    variables?: object,
  ): Promise<SchemaReply<Data>>;
  /** Runs a mutation with one `input` and answers its payload. */
  mutate<Payload>(
    caller: Partial<Caller>,
    name: string,
    selection: string,
    input: object,
  ): Promise<Payload>;
  /** Writes a published product with one SKU unless the plan says otherwise. */
  addProduct(plan?: ProductPlan): Promise<{ readonly id: string; readonly skuIds: string[] }>;
  addCategory(parentId?: string | null, position?: number): Promise<string>;
  addReview(productId: string, values?: Partial<ReviewValues>): Promise<string>;
  addReply(reviewId: string, createdAt: Date): Promise<string>;
  /** Removes all products with what hangs on them. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export const anybody: Partial<Caller> = {};
export const orderService: Partial<Caller> = { service: "order" };
export const catalogStaff = (): Partial<Caller> =>
  signedIn(newId(), "catalog:read", "catalog:write", "stock:read", "stock:write");

let count = 0;

export async function openProductFixture(): Promise<ProductFixture> {
  const database = await testDatabase("product", join(__dirname, "../../model/migrations"));
  const { drizzle } = database;
  const services = createProductServices(database, createLog("product", "silent"));
  const { schema } = createProductSubgraph();
  const addCategory = async (parentId: string | null = null, position = 0): Promise<string> => {
    const id = newId();
    const name = `category-${++count}`;
    await drizzle
      .insert(category)
      .values({ id, parentId, name, slug: name, position, createdAt: new Date() });
    return id;
  };
  const categoryId = await addCategory();
  const fixture: ProductFixture = {
    database,
    services,
    categoryId,
    run: (caller, source, variables) =>
      executeSchema(schema, createProductContext(testContext(caller), services), source, variables),
    async mutate<Payload>(caller: Partial<Caller>, name: string, selection: string, input: object) {
      const type = `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}Input`;
      const source = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`;
      const { data, errors } = await fixture.run<Record<string, Payload>>(caller, source, {
        input,
      });
      const payload = data?.[name];
      if (payload === undefined || payload === null) throw new Error(JSON.stringify(errors));
      return payload;
    },
    async addProduct({ skus = [{}], ...values } = {}) {
      const id = newId();
      const name = `product-${++count}`;
      const now = new Date();
      const priceMinor = values.priceMinor ?? 1000;
      await drizzle.insert(product).values({
        id,
        categoryId,
        name,
        slug: name,
        status: "PUBLISHED",
        options: [],
        priceMinor,
        currency: "USD",
        createdAt: now,
        updatedAt: now,
        listedAt: now,
        publishedAt: now,
        ...values,
      });
      const rows = skus.map((plan, position) => {
        const options =
          plan.options ?? (skus.length > 1 ? [{ name: "No", value: `${position}` }] : []);
        return {
          id: newId(),
          productId: id,
          code: plan.code ?? `SKU-${++count}`,
          position,
          options,
          optionKey: optionKeyOf(options),
          priceMinor: plan.priceMinor ?? priceMinor,
          listPriceMinor: plan.listPriceMinor ?? null,
          currency: "USD" as const,
          createdAt: now,
          onHand: plan.onHand ?? 10,
        };
      });
      await drizzle.insert(sku).values(rows);
      await drizzle
        .insert(skuStock)
        .values(rows.map((row) => ({ skuId: row.id, productId: id, onHand: row.onHand })));
      const stocked = rows.filter((row) => row.onHand > 0);
      if (stocked.length > 0) {
        await drizzle.insert(stockMovement).values(
          stocked.map((row) => ({
            id: newId(),
            skuId: row.id,
            kind: "OPENING" as const,
            delta: row.onHand,
            reason: "Opening stock",
            createdAt: now,
          })),
        );
      }
      return { id, skuIds: rows.map((row) => row.id) };
    },
    addCategory,
    async addReview(productId, values = {}) {
      const id = newId();
      await drizzle.insert(review).values({
        id,
        productId,
        skuId: newId(),
        orderId: newId(),
        orderLineId: newId(),
        userId: newId(),
        rating: 4,
        text: "Fine.",
        status: "PUBLISHED",
        createdAt: new Date(),
        ...values,
      });
      if ((values.status ?? "PUBLISHED") === "PUBLISHED") {
        await drizzle
          .update(product)
          .set({
            ratingSum: sql`${product.ratingSum} + ${values.rating ?? 4}`,
            ratingCount: sql`${product.ratingCount} + 1`,
          })
          .where(eq(product.id, productId));
      }
      return id;
    },
    async addReply(reviewId, createdAt) {
      const id = newId();
      await drizzle
        .insert(reviewReply)
        .values({ id, reviewId, userId: newId(), text: "Thank you.", createdAt });
      return id;
    },
    async clear() {
      for (const table of [
        reviewReply,
        review,
        productAttribute,
        stockMovement,
        skuStock,
        sku,
        product,
      ]) {
        await drizzle.delete(table);
      }
    },
    close: () => database.close(),
  };
  return fixture;
}
