import type { Catalogue } from "../catalogue/catalogue";
import { createIds } from "../core/ids";
import { createRandom } from "../core/random";
import { DAY_MS, MINUTE_MS, before } from "../core/time";
import type { DemoFavorite } from "../types/people";
import type { People } from "./people";

/** Eight for each demo customer, up to five for the others; unique per user and product, all on sale. */
export function createFavorites(
  now: Date,
  seed: number,
  people: People,
  catalogue: Catalogue,
): DemoFavorite[] {
  const random = createRandom(seed, "favorites");
  const newId = createIds(createRandom(seed, "favorite ids"));
  const onSale = catalogue.products.filter((product) => product.status === "PUBLISHED");
  return people.buyers.flatMap((user, index) =>
    random
      .sample(onSale, index < 2 ? 8 : random.integer(0, 5))
      .map((product, number): DemoFavorite => {
        // Later than every launch: the newest product is three days old, less the two to its publication.
        const createdAt = before(now, DAY_MS - (number + 1) * MINUTE_MS * (index + 1));
        return { id: newId(createdAt), userId: user.id, productId: product.id, createdAt };
      }),
  );
}
