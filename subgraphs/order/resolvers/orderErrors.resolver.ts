import { toMoney, type Money } from "@micro-shop/common/graphql/types/money.type";
import { FieldResolver, Resolver, Root } from "type-graphql";
import { PriceChanged } from "../types/orderErrors.type";

/** Refusals carry plain amounts; `Money` formats itself. */
@Resolver(() => PriceChanged)
export class PriceChangedResolver {
  @FieldResolver()
  was(@Root() error: PriceChanged): Money {
    return toMoney(error.was);
  }

  @FieldResolver()
  is(@Root() error: PriceChanged): Money {
    return toMoney(error.is);
  }
}
