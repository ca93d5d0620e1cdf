/** Roles and what each may do. Customers need no scope: they act on what is theirs. */

export const Role = {
  CUSTOMER: "CUSTOMER",
  SUPPORT: "SUPPORT",
  CATALOG: "CATALOG",
  MARKETING: "MARKETING",
  FINANCE: "FINANCE",
  ADMIN: "ADMIN",
} as const;

export type Role = keyof typeof Role;

/** Every scope there is; a staff field or operation names the one it needs in its SDL. */
export const scopes = [
  "user:read",
  "user:write",
  "catalog:read",
  "catalog:write",
  "stock:read",
  "stock:write",
  "order:read",
  "order:ship",
  "order:cancel",
  "order:return",
  "order:price",
  "payment:read",
  "payment:capture",
  "refund:request",
  "refund:approve",
  "review:moderate",
  "marketing:read",
  "marketing:write",
  "statistics:read",
] as const;

export type Scope = (typeof scopes)[number];

/** Deny by default: a role has the scopes listed here and no other. */
const scopesByRole: Readonly<Record<Role, readonly Scope[]>> = {
  CUSTOMER: [],
  SUPPORT: [
    "user:read",
    "order:read",
    "order:ship",
    "order:cancel",
    "order:return",
    "order:price",
    "payment:read",
    "refund:request",
    "review:moderate",
  ],
  CATALOG: ["catalog:read", "catalog:write", "stock:read", "stock:write", "review:moderate"],
  MARKETING: ["marketing:read", "marketing:write", "statistics:read"],
  FINANCE: ["payment:read", "refund:request", "refund:approve", "order:read", "statistics:read"],
  ADMIN: scopes,
};

/** Whether the text names a role. */
export function isRole(text: string): text is Role {
  return Object.hasOwn(Role, text);
}

/** All scopes of a person with these roles, each once, in the order of `scopes`. */
export function scopesOfRoles(roles: readonly Role[]): Scope[] {
  return scopes.filter((scope) => roles.some((role) => scopesByRole[role].includes(scope)));
}
