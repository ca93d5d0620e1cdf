import type { Page } from "@micro-shop/common/graphql/connection";
import { Args, Ctx, Directive, Query, Resolver } from "type-graphql";
import type { ProductContext } from "../context";
import { findProduct } from "../logic/findProduct";
import { listProducts } from "../logic/listProducts";
import type { ProductRow } from "../model/products";
import { Product, ProductConnection } from "../types/product.type";
import { ProductArgs, ProductsArgs } from "../types/productArgs.input";

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product, {
    nullable: true,
    description: "One product by its id or its slug (give exactly one); null when there is none.",
  })
  product(@Args() args: ProductArgs, @Ctx() context: ProductContext): Promise<ProductRow | null> {
    return findProduct(context, args);
  }

  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges"])')
  @Query(() => ProductConnection, { description: "Products, filtered and sorted, page by page." })
  products(@Args() args: ProductsArgs, @Ctx() context: ProductContext): Promise<Page<ProductRow>> {
    return listProducts(context, args);
  }
}
