import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { createLog } from "@micro-shop/common/log";
import { executeSchema, type SchemaReply } from "@micro-shop/common/testing/executeSchema";
import { signedIn, testContext } from "@micro-shop/common/testing/serviceContext";
import { testDatabase, type TestDatabase } from "@micro-shop/common/testing/testDatabase";
import { join } from "node:path";
import type { OrderContext, OrderServices } from "../context";
import { createOrderLoaders } from "../loaders/orderLoaders";
import { createOrderServices } from "../services";
import { createOrderSubgraph } from "../subgraph";
import { createFakeSiblings, type FakeSiblings } from "./fakeSiblings";

export const migrationsFolder = join(__dirname, "../../model/migrations");

export interface UserErrorAnswer {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
}

/** A signed-in customer. */
export type Customer = Partial<Caller> & { readonly id: string };

/** The order subgraph on a database of its own, beside fakes of the other services. */
export interface OrderFixture {
  readonly database: TestDatabase;
  readonly siblings: FakeSiblings;
  readonly services: OrderServices;
  readonly schema: ReturnType<typeof createOrderSubgraph>["schema"];
  /** A context as a request would get it. */
  context(caller: Partial<Caller>): OrderContext;
  run<Data>(
    caller: Partial<Caller>,
    source: string,
    variables?: object,
  ): Promise<SchemaReply<Data>>;
  /** Runs a mutation with one `input` and answers its payload; a top-level error is thrown. */
  mutate<Payload>(
    caller: Partial<Caller>,
    name: string,
    selection: string,
    input: object,
  ): Promise<Payload>;
  close(): Promise<void>;
}

export function newCustomer(...scopes: string[]): Customer {
  const id = newId();
  return { ...signedIn(id, ...scopes), id };
}

export const guest: Partial<Caller> = {};

export async function openOrderFixture(name: string): Promise<OrderFixture> {
  const database = await testDatabase(`order_${name}`, migrationsFolder);
  const siblings = createFakeSiblings();
  const { schema } = createOrderSubgraph();
  const services = createOrderServices({ database, siblings, log: createLog("test", "silent") });
  const fixture: OrderFixture = {
    database,
    siblings,
    services,
    schema,
    context(caller) {
      const request = testContext(caller);
      return { ...request, ...services, loaders: createOrderLoaders(services, request) };
    },
    run: (caller, source, variables) =>
      executeSchema(schema, fixture.context(caller), source, variables),
    async mutate<Payload>(
      caller: Partial<Caller>,
      field: string,
      selection: string,
      input: object,
    ) {
      const type = `${field[0]?.toUpperCase() ?? ""}${field.slice(1)}Input`;
      const source = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`;
      const { data, errors } = await fixture.run<Record<string, Payload>>(caller, source, {
        input,
      });
      const payload = data?.[field];
      if (payload == null) throw new Error(JSON.stringify(errors));
      return payload;
    },
    async close() {
      services.feed.close();
      await database.close();
    },
  };
  return fixture;
}
