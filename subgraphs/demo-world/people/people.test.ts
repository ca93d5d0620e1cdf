import { DEMO_PASSWORD } from "../index";
import { byId, describeWorlds, repeated } from "../tests/worlds";

test("the password is the one the contract names", () => {
  expect(DEMO_PASSWORD).toBe("micro-shop-demo");
});

describeWorlds("people", ({ user, product }) => {
  const { users, addresses, favorites } = user;

  test("the demo accounts have the roles of the contract", () => {
    const roles = Object.fromEntries(users.slice(0, 5).map((each) => [each.email, each.roles]));
    expect(roles).toEqual({
      "customer@example.com": ["CUSTOMER"],
      "customer2@example.com": ["CUSTOMER"],
      "staff@example.com": ["SUPPORT", "CATALOG", "MARKETING"],
      "finance@example.com": ["FINANCE"],
      "admin@example.com": ["ADMIN"],
    });
  });

  test("there are forty and more further customers, one of them disabled", () => {
    const others = users.slice(5);
    expect(others.length).toBeGreaterThanOrEqual(40);
    expect(others.every(({ roles }) => roles.join() === "CUSTOMER")).toBe(true);
    expect(others.filter(({ status }) => status === "DISABLED")).toHaveLength(1);
  });

  test("logins are unique and normalised", () => {
    const logins = users.flatMap(({ email, phone }) => (phone === null ? [email] : [email, phone]));
    expect(repeated(logins)).toEqual([]);
    expect(users.filter(({ email }) => !/^[a-z0-9.]+@example\.(com|org)$/.test(email))).toEqual([]);
    expect(users.filter(({ phone }) => phone !== null && !/^\+1\d{10}$/.test(phone))).toEqual([]);
  });

  test("every customer has one default address, the demo customers have two addresses", () => {
    for (const { id, roles } of users) {
      const own = addresses.filter(({ userId }) => userId === id);
      expect(own.filter(({ isDefault }) => isDefault)).toHaveLength(
        roles.includes("CUSTOMER") ? 1 : 0,
      );
    }
    for (const { id } of users.slice(0, 2)) {
      expect(addresses.filter(({ userId }) => userId === id)).toHaveLength(2);
    }
  });

  test("favorites are unique per user and name products on sale", () => {
    const products = byId(product.products);
    expect(repeated(favorites.map(({ userId, productId }) => userId + productId))).toEqual([]);
    for (const { productId, createdAt } of favorites) {
      const favorite = products.get(productId);
      expect(favorite?.status).toBe("PUBLISHED");
      expect(favorite?.publishedAt?.getTime()).toBeLessThan(createdAt.getTime());
    }
    expect(favorites.filter(({ userId }) => userId === users[0]?.id)).toHaveLength(8);
  });
});
