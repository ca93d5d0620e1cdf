import { eq } from "drizzle-orm";
import { join } from "node:path";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import type { ServiceClient } from "@micro-shop/common/graphql/serviceClient";
import { createLog } from "@micro-shop/common/log";
import { createEventReceiver } from "@micro-shop/common/messaging/eventReceiver";
import { executeSchema, type SchemaReply } from "@micro-shop/common/testing/executeSchema";
import { testContext } from "@micro-shop/common/testing/serviceContext";
import { testDatabase, type TestDatabase } from "@micro-shop/common/testing/testDatabase";
import { createMarketingContext, type MarketingContext } from "../context";
import { couponEvents } from "../jobs/couponEvents";
import { coupons, couponTemplates, flashSaleItems, flashSales, promotions } from "../model/tables";
import { createMarketingSubgraph } from "../subgraph";
import {
  couponRow,
  flashSaleItemRow,
  flashSaleRow,
  promotionRow,
  templateRow,
  type CouponRow,
  type FlashSaleRow,
  type PromotionRow,
  type TemplateRow,
} from "./rows";

export { DAY_MS, inDays } from "./rows";

export interface UserError {
  readonly code: string;
  readonly path: readonly string[] | null;
}

export const anybody: Partial<Caller> = {};
export const orderService: Partial<Caller> = { service: "order" };

/** The marketing subgraph on a database of its own, with a product subgraph that `catalogue` stands for. */
export interface MarketingFixture {
  readonly database: TestDatabase;
  /** Ids of products on sale by category; `all` for no category. */
  readonly catalogue: Record<string, readonly string[]>;
  /** The variables of each call to product. */
  readonly asked: unknown[];
  context(caller?: Partial<Caller>): MarketingContext;
  run<Data>(
    caller: Partial<Caller>,
    source: string,
    variables?: object,
  ): Promise<SchemaReply<Data>>;
  addTemplate(values?: Partial<TemplateRow>): Promise<string>;
  /** A coupon of a new template unless one is named. */
  addCoupon(values?: Partial<CouponRow>): Promise<string>;
  addPromotion(values?: Partial<PromotionRow>): Promise<string>;
  /** A sale with an item for each product. */
  addFlashSale(productIds: readonly string[], values?: Partial<FlashSaleRow>): Promise<string>;
  couponRow(id: string): Promise<typeof coupons.$inferSelect | undefined>;
  close(): Promise<void>;
}

export async function openMarketingFixture(): Promise<MarketingFixture> {
  const database = await testDatabase("marketing", join(__dirname, "../../model/migrations"));
  const { drizzle } = database;
  const { schema } = createMarketingSubgraph();
  const catalogue: Record<string, readonly string[]> = {};
  const asked: unknown[] = [];
  const log = createLog("test", "silent");
  const services = {
    database,
    productClient: fakeProduct(catalogue, asked),
    receiveEvents: createEventReceiver({
      consumer: "marketing",
      database,
      handlers: couponEvents(log),
      log,
    }),
  };
  const fixture: MarketingFixture = {
    database,
    catalogue,
    asked,
    context: (caller = {}) => createMarketingContext(testContext(caller), services),
    run: (caller, source, variables) =>
      executeSchema(schema, fixture.context(caller), source, variables),
    async addTemplate(values = {}) {
      const row = templateRow(values);
      await drizzle.insert(couponTemplates).values(row);
      return row.id;
    },
    async addCoupon(values = {}) {
      const row = couponRow(values.templateId ?? (await fixture.addTemplate()), values);
      await drizzle.insert(coupons).values(row);
      return row.id;
    },
    async addPromotion(values = {}) {
      const row = promotionRow(values);
      await drizzle.insert(promotions).values(row);
      return row.id;
    },
    async addFlashSale(productIds, values = {}) {
      const sale = flashSaleRow(values);
      await drizzle.insert(flashSales).values(sale);
      const items = productIds.map((productId, position) =>
        flashSaleItemRow(sale.id, productId, position),
      );
      if (items.length > 0) await drizzle.insert(flashSaleItems).values(items);
      return sale.id;
    },
    async couponRow(id) {
      const [row] = await drizzle.select().from(coupons).where(eq(coupons.id, id));
      return row;
    },
    close: () => database.close(),
  };
  return fixture;
}

/** Answers what marketing asks of product: the ids of the catalogue, at most as many as asked. */
function fakeProduct(
  catalogue: Readonly<Record<string, readonly string[]>>,
  asked: unknown[],
): ServiceClient {
  return {
    async call(_document, variables) {
      asked.push(variables);
      const { first, filter } = variables as {
        first: number;
        filter: { categoryId: string } | null;
      };
      const ids = catalogue[filter?.categoryId ?? "all"] ?? [];
      return { products: { edges: ids.slice(0, first).map((id) => ({ node: { id } })) } } as never;
    },
    close: async () => undefined,
  };
}
