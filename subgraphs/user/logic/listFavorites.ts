import {
  decodeCursor,
  encodeCursor,
  pageOf,
  type Page,
} from "@micro-shop/common/graphql/connection";
import { fault } from "@micro-shop/common/errors";
import { isId } from "@micro-shop/common/ids";
import type { UserContext } from "../context";
import { countFavorites, findFavorites } from "../model/favorites";

/** A page of a user's favourites, the newest first, as product ids. */
export async function listFavorites(
  context: UserContext,
  userId: string,
  args: { readonly first: number; readonly after?: string | null },
): Promise<Page<{ readonly id: string }>> {
  const [before] = decodeCursor(args.after, ["string"]) ?? [null];
  if (before !== null && !isId(String(before))) {
    fault("BAD_REQUEST", "The cursor in `after` is not one of ours.");
  }
  const { drizzle } = context.database;
  const rows = await findFavorites(
    drizzle,
    userId,
    args.first + 1,
    before === null ? null : String(before),
  );
  const page = pageOf(
    rows,
    args,
    (row) => encodeCursor([row.id]),
    () => countFavorites(drizzle, userId),
  );
  return {
    ...page,
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: { id: node.productId } })),
  };
}
