import { mayRead } from "@micro-shop/common/graphql/guards";
import { buildSubgraph, type Subgraph } from "@micro-shop/common/graphql/subgraph";
import type { UserContext } from "./context";
import { AddressResolver } from "./resolvers/address.resolver";
import { SessionResolver } from "./resolvers/session.resolver";
import { UserResolver } from "./resolvers/user.resolver";
import { UserFieldsResolver } from "./resolvers/userFields.resolver";

/** The executable subgraph with its SDL. Needs no database. */
export function createUserSubgraph(): Subgraph {
  return buildSubgraph<UserContext>({
    name: "user",
    resolvers: [SessionResolver, UserResolver, UserFieldsResolver, AddressResolver],
    references: {
      User: ({ id }, context) => context.loaders.user.load(id),
      Address: async ({ id }, context) => {
        const address = await context.loaders.address.load(id);
        return address && mayRead(context.caller, address.userId, "user:read") ? address : null;
      },
    },
  });
}
