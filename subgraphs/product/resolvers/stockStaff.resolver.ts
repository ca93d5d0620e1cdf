import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { ProductContext } from "../context";
import { adjustStock } from "../logic/adjustStock";
import type { SkuRow } from "../model/skus";
import { AdjustStockInput } from "../types/adjustStock.input";
import { AdjustStockPayload } from "../types/payloads.type";

@Resolver()
export class StockStaffResolver {
  @Directive('@requiresScopes(scopes: [["stock:write"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => AdjustStockPayload, {
    nullable: true,
    description: "Corrects the units on hand, never below what is reserved. Idempotent by its key.",
  })
  async adjustStock(
    @Arg("input", { description: "Which SKU, by how much and why." }) input: AdjustStockInput,
    @Ctx() context: ProductContext,
  ): Promise<{ sku: SkuRow }> {
    return { sku: await adjustStock(context, input) };
  }
}
