import { byId, describeWorlds, repeated } from "../tests/worlds";

describeWorlds("catalogue", ({ product }) => {
  const { categories, products, skus } = product;
  const published = products.filter(({ status }) => status === "PUBLISHED");

  test("it is as large as the design asks", () => {
    expect(categories.filter(({ parentId }) => parentId === null).length).toBeGreaterThanOrEqual(
      12,
    );
    expect(published.length).toBeGreaterThanOrEqual(200);
    const publishedIds = new Set(published.map(({ id }) => id));
    expect(
      skus.filter(({ productId }) => publishedIds.has(productId)).length,
    ).toBeGreaterThanOrEqual(600);
  });

  test("there are drafts and archived products, too", () => {
    const states = new Set(products.map(({ status }) => status));
    expect(states).toEqual(new Set(["DRAFT", "PUBLISHED", "ARCHIVED"]));
  });

  test("parents come before their children, two levels deep", () => {
    const seen = new Map<string, string | null>();
    for (const { id, parentId } of categories) {
      if (parentId !== null) expect(seen.get(parentId)).toBeNull();
      seen.set(id, parentId);
    }
  });

  test("products stand on leaves of the tree", () => {
    const known = byId(categories);
    const orphans = products.filter(({ categoryId }) => !known.get(categoryId)?.parentId);
    expect(orphans).toEqual([]);
  });

  test("slugs, SKU codes and names are unique", () => {
    expect(repeated(categories.map(({ slug }) => slug))).toEqual([]);
    expect(repeated(products.map(({ slug }) => slug))).toEqual([]);
    expect(repeated(products.map(({ name }) => name))).toEqual([]);
    expect(repeated(skus.map(({ code }) => code))).toEqual([]);
  });

  test("slugs and codes need no escaping in a URL", () => {
    expect(products.filter(({ slug }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))).toEqual([]);
    expect(skus.filter(({ code }) => !/^[A-Z0-9]+(-[A-Z0-9]+)+$/.test(code))).toEqual([]);
  });

  test("each SKU has one value of each option, and no combination occurs twice", () => {
    for (const { id, options } of products) {
      const own = skus.filter(({ productId }) => productId === id);
      expect(own.length).toBeGreaterThan(0);
      for (const sku of own) {
        expect(sku.options.map(({ name }) => name)).toEqual(options.map(({ name }) => name));
        sku.options.forEach(({ value }, index) => {
          expect(options[index]?.values).toContain(value);
        });
      }
      expect(repeated(own.map((sku) => JSON.stringify(sku.options)))).toEqual([]);
    }
  });

  test("prices are positive, list prices are not below them, a product costs what its cheapest SKU does", () => {
    for (const { priceMinor, listPriceMinor } of skus) {
      expect(priceMinor).toBeGreaterThan(0);
      expect(listPriceMinor ?? priceMinor).toBeGreaterThanOrEqual(priceMinor);
    }
    expect(skus.some(({ listPriceMinor }) => listPriceMinor !== null)).toBe(true);
    for (const { id, priceMinor } of products) {
      const prices = skus.filter(({ productId }) => productId === id).map((sku) => sku.priceMinor);
      expect(priceMinor).toBe(Math.min(...prices));
    }
  });

  test("attribute names are unique per product and every product has a brand and a picture", () => {
    for (const { attributes, media } of products) {
      expect(repeated(attributes.map(({ name }) => name))).toEqual([]);
      expect(attributes.some(({ name }) => name === "Brand")).toBe(true);
      expect(media.map(({ position }) => position)).toEqual([...media.keys()]);
      expect(media.length).toBeGreaterThan(0);
    }
  });

  test("a product is created, then published, then archived", () => {
    for (const { status, createdAt, publishedAt, archivedAt } of products) {
      expect(publishedAt === null).toBe(status === "DRAFT");
      expect(archivedAt === null).toBe(status !== "ARCHIVED");
      if (publishedAt) expect(publishedAt.getTime()).toBeGreaterThan(createdAt.getTime());
      if (publishedAt && archivedAt)
        expect(archivedAt.getTime()).toBeGreaterThan(publishedAt.getTime());
    }
  });
});
