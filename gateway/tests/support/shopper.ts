import { randomUUID } from "node:crypto";
import { testClient, type TestClient } from "@micro-shop/common/testing/testClient";
import { contractOperation } from "./contractOperations";

/** What every payload of a mutation carries. */
export interface Payload {
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

export interface SkuFact {
  readonly id: string;
  readonly productId: string;
  readonly available: number;
}

/** Somebody who buys, signed in, through the gateway alone. */
export interface Shopper extends TestClient {
  readonly token: string;
  readonly userId: string;
  /** Runs one operation of the contract; throws on top-level errors. */
  run<Data>(operation: string, variables?: object): Promise<Data>;
  /** Runs a mutation of the contract with one `input` and answers its payload, refused or not. */
  mutate<Answer extends Payload>(operation: string, input: object): Promise<Answer>;
  addAddress(): Promise<string>;
}

interface SessionAnswer extends Payload {
  readonly session: { readonly accessToken: string; readonly user: { readonly id: string } } | null;
}

const PASSWORD = "a password for tests";
export const DEMO_PASSWORD = "micro-shop-demo";

/** Registers a new customer. */
export async function newShopper(url: string): Promise<Shopper> {
  const input = { email: `${randomUUID()}@example.com`, password: PASSWORD, name: "Test Buyer" };
  return enter(url, "Register", "register", input);
}

/** Signs in with a demo login. */
export async function demoShopper(url: string, login: string): Promise<Shopper> {
  return enter(url, "Login", "login", { login, password: DEMO_PASSWORD });
}

async function enter(
  url: string,
  operation: string,
  field: string,
  input: object,
): Promise<Shopper> {
  const guest = testClient({ url });
  const answer = await guest.data<Record<string, SessionAnswer>>(contractOperation(operation), {
    input,
  });
  const session = answer[field]?.session;
  if (!session) throw new Error(`${operation} was refused: ${JSON.stringify(answer)}`);
  const client = testClient({ url, token: session.accessToken });
  const shopper: Shopper = {
    ...client,
    token: session.accessToken,
    userId: session.user.id,
    run: (name, variables) => client.data(contractOperation(name), variables),
    async mutate<Answer extends Payload>(name: string, mutationInput: object): Promise<Answer> {
      const data = await client.data<Record<string, Answer>>(contractOperation(name), {
        input: mutationInput,
      });
      const payload = Object.values(data)[0];
      if (!payload) throw new Error(`${name} answered no payload.`);
      return payload;
    },
    async addAddress() {
      const { address } = await shopper.mutate<Payload & { address: { id: string } | null }>(
        "AddAddress",
        {
          recipient: "Test Buyer",
          phone: "+1 555 0100",
          country: "US",
          region: "CA",
          city: "San Francisco",
          line1: "1 Market St",
          postalCode: "94105",
        },
      );
      if (!address) throw new Error("The address was refused.");
      return address.id;
    },
  };
  return shopper;
}

/** A SKU on sale with at least this many available, dear enough for every coupon. */
export async function findSku(client: Shopper, atLeast = 5): Promise<SkuFact> {
  const [sku] = await findSkus(client, 1, atLeast);
  if (!sku) throw new Error(`No SKU with ${atLeast} available among the 20 dearest products.`);
  return sku;
}

/** As many SKUs like that as there are, of one product each and at most `count`. */
export async function findSkus(client: Shopper, count: number, atLeast = 5): Promise<SkuFact[]> {
  const page = await client.run<{ products: { edges: { node: { id: string } }[] } }>("Products", {
    first: 20,
    filter: { inStock: true },
    sort: "PRICE_DESC",
  });
  const found: SkuFact[] = [];
  for (const { node } of page.products.edges) {
    if (found.length === count) break;
    const sku = (await skusOf(client, node.id)).find(({ available }) => available >= atLeast);
    if (sku) found.push(sku);
  }
  return found;
}

/** How many of a SKU can be bought now. */
export async function availableOf(client: Shopper, { id, productId }: SkuFact): Promise<number> {
  const sku = (await skusOf(client, productId)).find((candidate) => candidate.id === id);
  if (!sku) throw new Error("The SKU is gone.");
  return sku.available;
}

async function skusOf(client: Shopper, productId: string): Promise<SkuFact[]> {
  const { product } = await client.run<{ product: { skus: { id: string; available: number }[] } }>(
    "Product",
    { id: productId },
  );
  return product.skus.map((sku) => ({ ...sku, productId }));
}
