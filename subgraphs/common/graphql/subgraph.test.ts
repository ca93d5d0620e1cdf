import "reflect-metadata";
import { Length } from "class-validator";
import { graphql, parse, type GraphQLSchema } from "graphql";
import {
  Arg,
  Args,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from "type-graphql";
import { refuse } from "../errors";
import { newId } from "../ids";
import { createLog } from "../log";
import { startDeadline } from "../resilience/deadline";
import { ConnectionArgs } from "./connection";
import type { Caller, RequestContext } from "./requestContext";
import { buildSubgraph } from "./subgraph";
import { Money, toMoney } from "./types/money.type";
import { UserError } from "./types/userError.type";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A thing.", simpleResolvers: true })
class Thing {
  @Field(() => ID, { description: "Its id." })
  id!: string;

  @Field(() => Money, { nullable: true, description: "Its price." })
  price?: Money;

  @Directive('@requiresScopes(scopes: [["thing:read"]])')
  @Field(() => String, { nullable: true, description: "For staff." })
  secret?: string;
}

@InputType({ description: "What to rename." })
class RenameInput {
  @Field(() => String, { description: "The name." })
  @Length(2, 10)
  name!: string;
}

@ObjectType({ description: "The outcome.", simpleResolvers: true })
class RenamePayload {
  @Field(() => Thing, { nullable: true, description: "The thing." })
  thing?: Thing | null;

  @Field(() => [UserError], { description: "Refusals." })
  userErrors!: UserError[];
}

@Resolver(() => Thing)
class ThingResolver {
  @Query(() => [Thing], { description: "All things." })
  things(@Args() args: ConnectionArgs): Thing[] {
    return Array.from({ length: args.first }, () => thing());
  }

  @Directive("@inaccessible")
  @Query(() => Int, { description: "For services." })
  internalCount(): number {
    return 7;
  }

  @Directive("@inaccessible")
  @Mutation(() => Int, { description: "For services." })
  internalRename(@Arg("input", { description: "What." }) input: RenameInput): number {
    if (input.name === "taken") refuse("INVALID_STATE", "It cannot be renamed.");
    return input.name.length;
  }

  @Directive("@authenticated")
  @Mutation(() => RenamePayload, { description: "Renames." })
  rename(@Arg("input", { description: "What." }) input: RenameInput): Partial<RenamePayload> {
    if (input.name === "taken")
      refuse("SLUG_TAKEN", "That name is taken.", { path: ["input", "name"] });
    return { thing: thing() };
  }
}

function thing(): Thing {
  return { id: newId(), price: toMoney({ amountMinor: 1234, currency: "USD" }), secret: "hidden" };
}

const known = newId();
const { sdl, schema } = buildSubgraph({
  name: "product",
  resolvers: [ThingResolver],
  references: { Thing: ({ id }) => (id === known ? { ...thing(), id } : null) },
});

function context(caller: Partial<Caller>): RequestContext {
  return {
    caller: {
      service: "gateway",
      user: null,
      clientAddress: "127.0.0.1",
      requestId: "r1",
      ...caller,
    },
    deadline: startDeadline(1000),
    log: createLog("test", "silent"),
    idempotencyKey: null,
  };
}

const user = (...scopes: string[]): Partial<Caller> => ({
  user: { id: newId(), sessionId: newId(), scopes: new Set(scopes) },
});

async function run(
  source: string,
  caller: Partial<Caller> = {},
  variableValues = {},
  on: GraphQLSchema = schema,
) {
  const result = await graphql({
    schema: on,
    source,
    contextValue: context(caller),
    variableValues,
  });
  return JSON.parse(JSON.stringify(result)) as {
    data: Record<string, never> | null;
    errors?: { message: string }[];
  };
}

describe("the SDL of a subgraph", () => {
  it("carries the directives of types and fields and is valid GraphQL", () => {
    expect(() => parse(sdl)).not.toThrow();
    expect(sdl).toContain('type Thing @key(fields: "id") {');
    expect(sdl).toContain('secret: String @requiresScopes(scopes: [["thing:read"]])');
    expect(sdl).toContain(
      'rename(\n    """What."""\n    input: RenameInput!\n  ): RenamePayload! @authenticated',
    );
    expect(sdl).toContain("specs.apollo.dev/federation/v2.9");
  });
});

describe("guards read from the SDL", () => {
  it("refuse a mutation to somebody who is not signed in", async () => {
    const { data, errors } = await run(
      'mutation { rename(input: { name: "abc" }) { thing { id } } }',
    );
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toBe("You are not signed in, or your session has ended.");
  });

  it("answer a staff field only to the scope, and the rest of the object to everybody", async () => {
    const query = "{ things(first: 1) { secret price { formatted } } }";
    const stranger = await run(query, user("other:read"));
    expect(stranger.data).toEqual({ things: [{ secret: null, price: { formatted: "$12.34" } }] });
    expect(stranger.errors?.[0]?.message).toBe("You may not do this.");
    expect((await run(query, user("thing:read"))).data).toMatchObject({
      things: [{ secret: "hidden" }],
    });
  });

  it("keep internal operations for services", async () => {
    expect((await run("{ internalCount }", user("thing:read"))).errors?.[0]?.message).toBe(
      "You may not do this.",
    );
    expect((await run("{ internalCount }", { service: "order" })).data).toEqual({
      internalCount: 7,
    });
  });
});

describe("refusals", () => {
  const mutation =
    "mutation ($name: String!) { rename(input: { name: $name }) { thing { id } userErrors { __typename code message path } } }";

  it("of logic become userErrors", async () => {
    const { data } = await run(mutation, user(), { name: "taken" });
    expect(data).toEqual({
      rename: {
        thing: null,
        userErrors: [
          {
            __typename: "GeneralError",
            code: "SLUG_TAKEN",
            message: "That name is taken.",
            path: ["input", "name"],
          },
        ],
      },
    });
  });

  it("of validation name the field", async () => {
    const { data } = await run(mutation, user(), { name: "x" });
    expect(data).toMatchObject({
      rename: {
        userErrors: [
          {
            code: "INVALID_INPUT",
            path: ["input", "name"],
            message: expect.stringMatching(/^name must be longer than .*\.$/),
          },
        ],
      },
    });
  });

  it("leave userErrors empty on success", async () => {
    expect((await run(mutation, user(), { name: "fine" })).data).toMatchObject({
      rename: { userErrors: [] },
    });
  });

  it("of a mutation without userErrors are top-level errors", async () => {
    const rename = "mutation ($name: String!) { internalRename(input: { name: $name }) }";
    const messageOf = async (name: string) =>
      (await run(rename, { service: "order" }, { name })).errors?.[0]?.message;
    expect(await messageOf("x")).toMatch(/longer than or equal to 2/);
    expect(await messageOf("taken")).toBe("It cannot be renamed.");
  });

  it("of a query are top-level errors", async () => {
    expect((await run("{ things(first: 101) { id } }")).errors?.[0]?.message).toBe(
      "first must not be greater than 100.",
    );
  });
});

describe("references", () => {
  const query =
    "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { id secret } } }";

  it("resolve known keys, and answer null for unknown or malformed ones", async () => {
    const representations = [known, newId(), "' or 1=1"].map((id) => ({ __typename: "Thing", id }));
    const { data } = await run(query, user("thing:read"), { r: representations });
    expect(data).toEqual({ _entities: [{ id: known, secret: "hidden" }, null, null] });
  });

  it("pass the same field guards", async () => {
    const { data } = await run(query, {}, { r: [{ __typename: "Thing", id: known }] });
    expect(data).toEqual({ _entities: [{ id: known, secret: null }] });
  });

  it("refuse more than a thousand representations", async () => {
    const representations = Array.from({ length: 1001 }, () => ({
      __typename: "Thing",
      id: known,
    }));
    expect((await run(query, {}, { r: representations })).errors?.[0]?.message).toMatch(/1000/);
  });
});
