import { join } from "node:path";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { tokenKeyFromSeed } from "@micro-shop/common/security/tokenKey";
import { createTokenSigner } from "@micro-shop/common/security/userTokens";
import { executeSchema, type SchemaReply } from "@micro-shop/common/testing/executeSchema";
import { signedIn, testContext } from "@micro-shop/common/testing/serviceContext";
import { testDatabase, type TestDatabase } from "@micro-shop/common/testing/testDatabase";
import { createLoaders } from "../loaders/userLoaders";
import { createUserSubgraph } from "../subgraph";

export interface UserError {
  readonly code: string;
  readonly path: readonly string[] | null;
}

export interface SessionAnswer {
  readonly session: {
    readonly accessToken: string;
    readonly refreshToken: string;
    readonly user: {
      readonly id: string;
      readonly email: string | null;
      readonly roles: readonly string[];
    };
  } | null;
  readonly userErrors: readonly UserError[];
}

/** The user subgraph on a database of its own. */
export interface UserFixture {
  readonly database: TestDatabase;
  run<Data>(
    caller: Partial<Caller>,
    source: string,
    variables?: object,
  ): Promise<SchemaReply<Data>>;
  /** Runs a mutation with one `input` and answers its payload. */
  mutate<Payload>(
    caller: Partial<Caller>,
    name: string,
    selection: string,
    input: object,
  ): Promise<Payload>;
  /** Registers somebody and answers them as a signed-in caller. */
  newCaller(): Promise<Partial<Caller> & { readonly id: string; readonly email: string }>;
  close(): Promise<void>;
}

export const SESSION =
  "session { accessToken refreshToken user { id email roles } } userErrors { code path }";
export const PASSWORD = "correct horse battery";

let people = 0;

export async function openUserFixture(): Promise<UserFixture> {
  const database = await testDatabase("user", join(__dirname, "../../model/migrations"));
  const { schema } = createUserSubgraph();
  const tokens = await createTokenSigner({
    privateKey: tokenKeyFromSeed(Buffer.alloc(32, 7)),
    lifetimeMs: 900_000,
  });
  const fixture: UserFixture = {
    database,
    run: (caller, source, variables) =>
      executeSchema(
        schema,
        Object.assign(testContext(caller), { database, tokens, loaders: createLoaders(database) }),
        source,
        variables,
      ),
    async mutate<Payload>(caller: Partial<Caller>, name: string, selection: string, input: object) {
      const type = `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}Input`;
      const source = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`;
      const { data, errors } = await fixture.run<Record<string, Payload>>(caller, source, {
        input,
      });
      const payload = data?.[name];
      if (payload === undefined) throw new Error(JSON.stringify(errors));
      return payload;
    },
    async newCaller() {
      const email = `person${++people}@example.com`;
      const input = { email, password: PASSWORD, name: "A Person" };
      const { session } = await fixture.mutate<SessionAnswer>({}, "register", SESSION, input);
      const { id } = session?.user ?? { id: "" };
      return { ...signedIn(id), id, email };
    },
    close: () => database.close(),
  };
  return fixture;
}
