import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { anybody, openProductFixture, type ProductFixture } from "./productFixture";

interface Node {
  readonly id: string;
  readonly children?: readonly Node[];
}

let shop: ProductFixture;
beforeAll(async () => {
  shop = await openProductFixture();
});
afterAll(() => shop.close());

describe("the category tree", () => {
  it("is answered in menu order, one statement a level", async () => {
    const second = await shop.addCategory(null, 9);
    const first = await shop.addCategory(null, 8);
    const lower = await shop.addCategory(first, 1);
    const upper = await shop.addCategory(first, 0);
    const leaf = await shop.addCategory(upper);
    const { value, statements } = await recordStatements(() =>
      shop.run<{ categories: Node[] }>(
        anybody,
        "{ categories { id children { id children { id } } } }",
      ),
    );
    expect(value.data?.categories.slice(1)).toEqual([
      {
        id: first,
        children: [
          { id: upper, children: [{ id: leaf }] },
          { id: lower, children: [] },
        ],
      },
      { id: second, children: [] },
    ]);
    expect(statements).toHaveLength(3);
  });

  it("resolves references in one statement, unknown ones to null", async () => {
    const known = await shop.addCategory();
    const representations = [known, newId(), shop.categoryId].map((id) => ({
      __typename: "Category",
      id,
    }));
    const { value, statements } = await recordStatements(() =>
      shop.run<{ _entities: unknown[] }>(
        anybody,
        "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Category { id } } }",
        { r: representations },
      ),
    );
    expect(value.data?._entities).toEqual([{ id: known }, null, { id: shop.categoryId }]);
    expect(statements).toHaveLength(1);
  });
});
