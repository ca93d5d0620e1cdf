import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import type { SchemaReply } from "@micro-shop/common/testing/executeSchema";
import type { DiscountLine } from "../logic/discounts";
import { orderService, type MarketingFixture } from "./marketingFixture";

export interface DiscountsAnswer {
  readonly lines: readonly { readonly skuId: string; readonly amountMinor: number }[];
  readonly totalMinor: number;
  readonly couponRefusal: string | null;
  readonly freeShipping: boolean;
}

export interface DiscountsArguments {
  readonly orderId?: string;
  readonly userId?: string;
  readonly couponId?: string;
  readonly currency?: string;
  readonly lines?: readonly Partial<DiscountLine>[];
}

/** The internal operations as the order subgraph calls them. */
export interface DiscountCalls {
  quote(input: DiscountsArguments): Promise<DiscountsAnswer>;
  hold(input: DiscountsArguments): Promise<DiscountsAnswer>;
  /** Whether a coupon came back. */
  release(orderId: string): Promise<boolean>;
  /** All three as somebody else, with their errors. */
  raw(caller: Partial<Caller>, input?: object): Promise<SchemaReply<Record<string, unknown>>>[];
}

const ANSWER = "{ lines { skuId amountMinor } totalMinor couponRefusal freeShipping }";
const QUOTE = `query ($input: DiscountsInput!) { orderDiscounts(input: $input) ${ANSWER} }`;
const HOLD = `mutation ($input: DiscountsInput!) { holdDiscounts(input: $input) ${ANSWER} }`;
const RELEASE =
  "mutation ($input: ReleaseDiscountsInput!) { releaseDiscounts(input: $input) { released } }";

/** One unit of 10.00 unless told otherwise. */
export function lineOf(values: Partial<DiscountLine>): DiscountLine {
  return {
    skuId: newId(),
    productId: newId(),
    categoryId: null,
    quantity: 1,
    unitPriceMinor: 1_000,
    ...values,
  };
}

export function discountCalls(fixture: MarketingFixture): DiscountCalls {
  const withDefaults = (input: object) => ({ currency: "USD", lines: [lineOf({})], ...input });
  const call = async <Data>(source: string, input: object): Promise<Data> => {
    const { data, errors } = await fixture.run<Record<string, Data>>(orderService, source, {
      input,
    });
    const [answer] = Object.values(data ?? {});
    if (answer === undefined || answer === null) throw new Error(errors?.[0]?.message);
    return answer;
  };
  return {
    quote: (input) => call(QUOTE, withDefaults(input)),
    hold: (input) => call(HOLD, withDefaults(input)),
    release: async (orderId) => (await call<{ released: boolean }>(RELEASE, { orderId })).released,
    raw: (caller, input = {}) => [
      fixture.run(caller, QUOTE, { input: withDefaults(input) }),
      fixture.run(caller, HOLD, {
        input: withDefaults({ orderId: newId(), userId: newId(), ...input }),
      }),
      fixture.run(caller, RELEASE, { input: { orderId: newId() } }),
    ],
  };
}
