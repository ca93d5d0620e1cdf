import { isRole, Role, scopes, scopesOfRoles } from "./scopes";

describe("scopes", () => {
  it("give a customer, and a person without a role, nothing", () => {
    expect(scopesOfRoles([])).toEqual([]);
    expect(scopesOfRoles(["CUSTOMER"])).toEqual([]);
  });

  it("give each staff role exactly its own", () => {
    expect(scopesOfRoles(["SUPPORT"])).toEqual([
      "user:read",
      "order:read",
      "order:ship",
      "order:cancel",
      "order:return",
      "order:price",
      "payment:read",
      "refund:request",
      "review:moderate",
    ]);
    expect(scopesOfRoles(["CATALOG"])).toEqual([
      "catalog:read",
      "catalog:write",
      "stock:read",
      "stock:write",
      "review:moderate",
    ]);
    expect(scopesOfRoles(["MARKETING"])).toEqual([
      "marketing:read",
      "marketing:write",
      "statistics:read",
    ]);
    expect(scopesOfRoles(["FINANCE"])).toEqual([
      "order:read",
      "payment:read",
      "refund:request",
      "refund:approve",
      "statistics:read",
    ]);
  });

  it("add up over roles without repeating", () => {
    const both = scopesOfRoles(["SUPPORT", "FINANCE"]);
    expect(new Set(both).size).toBe(both.length);
    expect(both).toEqual(expect.arrayContaining(["order:ship", "refund:approve"]));
  });

  it("give all to administrators, who alone may change users", () => {
    expect(scopesOfRoles(["ADMIN"])).toEqual([...scopes]);
    const others = Object.values(Role).filter((role) => role !== "ADMIN");
    expect(scopesOfRoles(others)).not.toContain("user:write");
  });

  it("know role names from other words", () => {
    expect(Object.keys(Role).every(isRole)).toBe(true);
    expect(["admin", "", "constructor", "__proto__"].some(isRole)).toBe(false);
  });
});
