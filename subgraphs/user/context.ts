import type DataLoader from "dataloader";
import type { Database } from "@micro-shop/common/database/pool";
import type { RequestContext } from "@micro-shop/common/graphql/requestContext";
import type { TokenSigner } from "@micro-shop/common/security/userTokens";
import type { AddressRow } from "./model/addresses";
import type { SessionRow } from "./model/sessions";
import type { UserRow } from "./model/userRow";
import type { Role } from "./types/enums";

/** What the user subgraph's resolvers and logic work with. */
export interface UserContext extends RequestContext {
  readonly database: Database;
  readonly loaders: UserLoaders;
  /** Signs access tokens; holds the private key. */
  readonly tokens: TokenSigner;
}

export interface UserLoaders {
  readonly user: DataLoader<string, UserRow | null>;
  readonly address: DataLoader<string, AddressRow | null>;
  readonly addresses: DataLoader<string, readonly AddressRow[]>;
  readonly roles: DataLoader<string, readonly { readonly role: Role }[]>;
  readonly sessions: DataLoader<string, readonly SessionRow[]>;
}
