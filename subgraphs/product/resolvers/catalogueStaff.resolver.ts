import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { ProductContext } from "../context";
import { createProduct } from "../logic/createProduct";
import { publishProduct } from "../logic/publishProduct";
import type { ProductRow } from "../model/products";
import { CreateProductInput } from "../types/createProduct.input";
import { ProductPayload } from "../types/payloads.type";
import { PublishProductInput } from "../types/publishProduct.input";

@Resolver()
export class CatalogueStaffResolver {
  @Directive('@requiresScopes(scopes: [["catalog:write"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductPayload, {
    nullable: true,
    description: "Adds a product with its SKUs, as a draft.",
  })
  async createProduct(
    @Arg("input", { description: "The product." }) input: CreateProductInput,
    @Ctx() context: ProductContext,
  ): Promise<{ product: ProductRow }> {
    return { product: await createProduct(context, input) };
  }

  @Directive('@requiresScopes(scopes: [["catalog:write"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductPayload, {
    nullable: true,
    description: "Puts a draft or archived product on sale; one that is on sale stays as it is.",
  })
  async publishProduct(
    @Arg("input", { description: "Which product." }) input: PublishProductInput,
    @Ctx() context: ProductContext,
  ): Promise<{ product: ProductRow }> {
    return { product: await publishProduct(context, input) };
  }
}
