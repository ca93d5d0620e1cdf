import { Ctx, Directive, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { ProductContext } from "../context";
import { topCategories } from "../logic/topCategories";
import type { CategoryRow } from "../model/categories";
import { Category } from "../types/category.type";

@Resolver(() => Category)
export class CategoryResolver {
  @Directive("@listSize(assumedSize: 5)")
  @Query(() => [Category], { description: "The top of the category tree, in menu order." })
  categories(@Ctx() context: ProductContext): Promise<readonly CategoryRow[]> {
    return topCategories(context);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [Category], { description: "The categories right below it, in menu order." })
  children(
    @Root() category: CategoryRow,
    @Ctx() context: ProductContext,
  ): Promise<readonly CategoryRow[]> {
    return context.loaders.categoryChildren.load(category.id);
  }
}
