import { clock } from "@micro-shop/common/clock";
import { isDuplicateKey, isForeignKeyViolation } from "@micro-shop/common/database/errors";
import type { Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { Refusal, Refusals, refuse } from "@micro-shop/common/errors";
import { newId } from "@micro-shop/common/ids";
import type { MoneyValue } from "@micro-shop/common/money";
import type { ProductContext } from "../context";
import { insertMovements } from "../model/movements";
import { insertProduct, readProducts, type NewProduct, type ProductRow } from "../model/products";
import { insertSkus, readTakenCodes, type NewSku } from "../model/skus";
import { insertStock } from "../model/stock";
import { optionKeyOf, optionsOf, type OptionChoice } from "./productOptions";
import { slugFrom, withSuffix } from "./slug";

export interface NewSkuInput {
  readonly code: string;
  readonly options?: readonly OptionChoice[] | null;
  readonly price: MoneyValue;
  readonly onHand: number;
}

export interface CreateProductInput {
  readonly name: string;
  readonly slug?: string | null;
  readonly description?: string | null;
  readonly categoryId: string;
  readonly skus: readonly NewSkuInput[];
}

/**
 * Writes a draft with its SKUs, their stock and the opening entries of the ledger. A slug that was given and is taken
 * is refused (SLUG_TAKEN); one made from the name gets a suffix. Other refusals: NOT_FOUND (category), SKU_CODE_TAKEN,
 * INVALID_INPUT (SKUs that do not fit each other).
 */
export async function createProduct(
  context: ProductContext,
  input: CreateProductInput,
): Promise<ProductRow> {
  const skus = input.skus.map((sku) => ({ ...sku, options: sku.options ?? [] }));
  checkTogether(skus);
  const row = draftOf(input, skus);
  try {
    await writeProduct(context, row, skus);
  } catch (error) {
    const isMadeFromName = input.slug == null;
    if (!(isMadeFromName && error instanceof Refusal && error.code === "SLUG_TAKEN")) throw error;
    await writeProduct(context, { ...row, slug: withSuffix(row.slug, row.id) }, skus);
  }
  const [created] = await readProducts(context.database.drizzle, [row.id], "all");
  if (!created) throw new Error("A product that was just written is gone.");
  return created;
}

type CheckedSku = NewSkuInput & { readonly options: readonly OptionChoice[] };

function draftOf(input: CreateProductInput, skus: readonly CheckedSku[]): NewProduct {
  const now = clock.now();
  return {
    id: newId(),
    categoryId: input.categoryId,
    name: input.name.trim(),
    slug: input.slug ?? slugFrom(input.name),
    description: input.description ?? null,
    status: "DRAFT",
    options: optionsOf(skus),
    priceMinor: Math.min(...skus.map((sku) => sku.price.amountMinor)),
    currency: skus[0]?.price.currency ?? "USD",
    createdAt: now,
    updatedAt: now,
    listedAt: now,
  };
}

async function writeProduct(
  context: ProductContext,
  row: NewProduct,
  skus: readonly CheckedSku[],
): Promise<void> {
  const now = row.createdAt;
  const rows = skus.map((sku, position): NewSku & { onHand: number } => ({
    id: newId(),
    productId: row.id,
    code: sku.code,
    position,
    options: [...sku.options],
    optionKey: optionKeyOf(sku.options),
    priceMinor: sku.price.amountMinor,
    currency: sku.price.currency,
    createdAt: now,
    onHand: sku.onHand,
  }));
  const opening = rows.flatMap(({ id, onHand }) =>
    onHand === 0
      ? []
      : [{ skuId: id, kind: "OPENING" as const, delta: onHand, reason: "Opening stock" }],
  );
  const actorId = context.caller.user?.id ?? null;
  await inTransaction(context.database, async (transaction) => {
    await insertProductOrRefuse(transaction, row);
    await insertSkusOrRefuse(transaction, rows);
    await insertStock(
      transaction,
      rows.map(({ id, productId, onHand }) => ({ skuId: id, productId, onHand, reserved: 0 })),
    );
    const movements = opening.map((movement) => ({ ...movement, orderId: null, actorId }));
    await insertMovements(transaction, movements, now);
  });
}

async function insertProductOrRefuse(transaction: Transaction, row: NewProduct): Promise<void> {
  try {
    await insertProduct(transaction, row);
  } catch (error) {
    // The id is new, so the only key that can be taken is the slug.
    if (isDuplicateKey(error)) {
      refuse("SLUG_TAKEN", "Another product uses this slug.", { path: ["input", "slug"] });
    }
    if (isForeignKeyViolation(error)) {
      refuse("NOT_FOUND", "There is no such category.", { path: ["input", "categoryId"] });
    }
    throw error;
  }
}

async function insertSkusOrRefuse(
  transaction: Transaction,
  rows: readonly NewSku[],
): Promise<void> {
  try {
    await insertSkus(transaction, rows);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const codes = rows.map((row) => row.code);
    const taken = new Set(await readTakenCodes(transaction, codes));
    const refusals = codes.flatMap((code, index) =>
      taken.has(code) ? [refusedCode(index, "Another SKU uses this code.")] : [],
    );
    throw refusals.length > 0 ? new Refusals(refusals) : error;
  }
}

/** What each SKU alone cannot tell: one currency, no code twice, options that fit. */
function checkTogether(skus: readonly CheckedSku[]): void {
  const currency = skus[0]?.price.currency;
  const refusals = skus.flatMap((sku, index) => {
    const path = ["input", "skus", String(index), "price", "currency"];
    const isForeign = sku.price.currency !== currency;
    const isRepeated = skus.findIndex((other) => other.code === sku.code) !== index;
    return [
      ...(isForeign
        ? [new Refusal("INVALID_INPUT", "All SKUs of a product have one currency.", { path })]
        : []),
      ...(isRepeated ? [refusedCode(index, "Another SKU of the product has this code.")] : []),
    ];
  });
  if (refusals.length > 0) throw new Refusals(refusals);
}

function refusedCode(index: number, message: string): Refusal {
  return new Refusal("SKU_CODE_TAKEN", message, { path: ["input", "skus", String(index), "code"] });
}
