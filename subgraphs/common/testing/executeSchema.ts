import { graphql, type GraphQLSchema } from "graphql";
import type { RequestContext } from "../graphql/requestContext";

/** What an operation answered, as the JSON a client would get. */
export interface SchemaReply<Data> {
  readonly data: Data | null;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly unknown[] }[];
}

/** Executes one operation on a subgraph's schema without a server, guards included. */
export async function executeSchema<Data>(
  schema: GraphQLSchema,
  contextValue: RequestContext,
  source: string,
  variables: object = {},
): Promise<SchemaReply<Data>> {
  const result = await graphql({ schema, source, contextValue, variableValues: { ...variables } });
  return JSON.parse(JSON.stringify(result)) as SchemaReply<Data>;
}
