import { ConnectionArgs, type Page } from "@micro-shop/common/graphql/connection";
import { Money, toMoney } from "@micro-shop/common/graphql/types/money.type";
import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { ProductContext } from "../context";
import { listReviews } from "../logic/listReviews";
import { ratingOf } from "../logic/ratingOf";
import type { CategoryRow } from "../model/categories";
import type { AttributeRow, MediaRow } from "../model/productDetails";
import type { ProductRow } from "../model/products";
import type { ReviewRow } from "../model/reviews";
import type { SkuRow } from "../model/skus";
import { Category } from "../types/category.type";
import { Media, Product, ProductAttribute, Rating } from "../types/product.type";
import { ReviewConnection } from "../types/review.type";
import { Sku } from "../types/sku.type";

/** The fields of a product that are more than a column; its columns are read off the row. */
@Resolver(() => Product)
export class ProductFieldsResolver {
  @FieldResolver(() => Money, { nullable: true, description: "The lowest price of its SKUs." })
  price(@Root() product: ProductRow): Money {
    return toMoney({ amountMinor: product.priceMinor, currency: product.currency });
  }

  @FieldResolver(() => Rating, { nullable: true, description: "What its reviews add up to." })
  rating(@Root() product: ProductRow): Rating {
    return ratingOf(product);
  }

  @FieldResolver(() => Category, { nullable: true, description: "The category it stands in." })
  category(
    @Root() product: ProductRow,
    @Ctx() context: ProductContext,
  ): Promise<CategoryRow | null> {
    return context.loaders.category.load(product.categoryId);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [Media], { description: "Its pictures and films, in the order shown." })
  media(@Root() product: ProductRow, @Ctx() context: ProductContext): Promise<readonly MediaRow[]> {
    return context.loaders.media.load(product.id);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [ProductAttribute], { description: "Facts about it, in the order shown." })
  attributes(
    @Root() product: ProductRow,
    @Ctx() context: ProductContext,
  ): Promise<readonly AttributeRow[]> {
    return context.loaders.attributes.load(product.id);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [Sku], { description: "Its variants, in the order shown, at most 100." })
  skus(@Root() product: ProductRow, @Ctx() context: ProductContext): Promise<readonly SkuRow[]> {
    return context.loaders.skusOfProduct.load(product.id);
  }

  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges"])')
  @FieldResolver(() => ReviewConnection, {
    description: "Its published reviews, the newest first.",
  })
  reviews(
    @Root() product: ProductRow,
    @Args() args: ConnectionArgs,
    @Ctx() context: ProductContext,
  ): Promise<Page<ReviewRow>> {
    return listReviews(context, product, args);
  }
}
