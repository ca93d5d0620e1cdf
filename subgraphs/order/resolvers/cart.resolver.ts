import { toMoney, type Money } from "@micro-shop/common/graphql/types/money.type";
import {
  Arg,
  Args,
  Ctx,
  Directive,
  FieldResolver,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { OrderContext } from "../context";
import { addToCart } from "../logic/addToCart";
import { cartTotal, findCart, isLineAvailable, lineSubtotal, type CartView } from "../logic/cart";
import { removeFromCart, updateCartLine } from "../logic/changeCart";
import { mergeCart } from "../logic/mergeCart";
import type { CartLineRow } from "../model/carts";
import { CartArgs } from "../types/cartArgs.input";
import {
  AddToCartInput,
  MergeCartInput,
  RemoveFromCartInput,
  UpdateCartLineInput,
} from "../types/cart.input";
import { Cart, CartLine, CartPayload } from "../types/cart.type";

/** A line as its field resolvers get it. */
type LineSource = CartLine & { readonly row: CartLineRow };

function toCart({ id, token, lines }: CartView): Cart {
  const sources: LineSource[] = lines.map((row) => ({
    id: row.id,
    quantity: row.quantity,
    selected: row.selected,
    sku: { id: row.skuId },
    row,
  }));
  return { id, token, lines: sources };
}

@Resolver(() => Cart)
export class CartResolver {
  @Query(() => Cart, {
    nullable: true,
    description:
      "The cart of the signed-in user or of the guest with the token; null when there is none.",
  })
  async cart(@Args() { cartToken }: CartArgs, @Ctx() context: OrderContext): Promise<Cart | null> {
    const cart = await findCart(context, cartToken);
    return cart && toCart(cart);
  }

  @Mutation(() => CartPayload, {
    description:
      "Puts a SKU into the cart; a guest without a token gets a new cart and its token. The stock is not checked here but by `quote` and `placeOrder`; `CartLine.available` tells how it stands.",
  })
  async addToCart(
    @Arg("input", { description: "What to put in." }) input: AddToCartInput,
    @Ctx() context: OrderContext,
  ): Promise<CartPayload> {
    const { skuId, quantity, cartToken = null } = input;
    return { cart: toCart(await addToCart(context, { skuId, quantity, cartToken })) };
  }

  @Mutation(() => CartPayload, { description: "Changes quantity or selection of a line." })
  async updateCartLine(
    @Arg("input", { description: "What to change." }) input: UpdateCartLineInput,
    @Ctx() context: OrderContext,
  ): Promise<CartPayload> {
    return { cart: toCart(await updateCartLine(context, input)) };
  }

  @Mutation(() => CartPayload, { description: "Takes lines out of the cart." })
  async removeFromCart(
    @Arg("input", { description: "What to take out." }) input: RemoveFromCartInput,
    @Ctx() context: OrderContext,
  ): Promise<CartPayload> {
    return { cart: toCart(await removeFromCart(context, input)) };
  }

  @Directive("@authenticated")
  @Mutation(() => CartPayload, {
    nullable: true,
    description:
      "Puts what is in a guest's cart into one's own after signing in; quantities add up, to 999 at most. May be repeated. Refusals: INVALID_INPUT, LIMIT_REACHED for more than 100 lines; then both carts stay as they are.",
  })
  async mergeCart(
    @Arg("input", { description: "Which one." }) { cartToken }: MergeCartInput,
    @Ctx() context: OrderContext,
  ): Promise<CartPayload> {
    const cart = await mergeCart(context, cartToken);
    return { cart: cart && toCart(cart) };
  }

  @FieldResolver()
  async total(@Root() cart: Cart, @Ctx() context: OrderContext): Promise<Money> {
    const rows = (cart.lines as readonly LineSource[]).map(({ row }) => row);
    return toMoney(await cartTotal(context, rows));
  }
}

@Resolver(() => CartLine)
export class CartLineResolver {
  @FieldResolver()
  available(@Root() { row }: LineSource, @Ctx() context: OrderContext): Promise<boolean> {
    return isLineAvailable(context, row);
  }

  @FieldResolver()
  async subtotal(@Root() { row }: LineSource, @Ctx() context: OrderContext): Promise<Money | null> {
    const subtotal = await lineSubtotal(context, row);
    return subtotal && toMoney(subtotal);
  }
}
