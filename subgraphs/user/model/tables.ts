import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  int,
  mysqlTable,
  primaryKey,
  uniqueIndex,
  varbinary,
  varchar,
} from "drizzle-orm/mysql-core";
import { timestampMs, uuid } from "@micro-shop/common/database/columns";

export { seeds } from "@micro-shop/common/database/seedOnce";

export const users = mysqlTable(
  "user",
  {
    id: uuid("id").primaryKey(),
    /** Normalised: lower case. */
    email: varchar("email", { length: 254 }),
    /** Normalised: E.164. */
    phone: varchar("phone", { length: 16 }),
    passwordHash: varchar("password_hash", { length: 255 }).notNull(),
    name: varchar("name", { length: 100 }).notNull(),
    avatarUrl: varchar("avatar_url", { length: 500 }),
    gender: varchar("gender", { length: 10 }),
    birthday: date("birthday", { mode: "string" }),
    status: varchar("status", { length: 10 }).notNull(),
    createdAt: timestampMs("created_at").notNull(),
    /** Since when they are shut out: the gateway must hear of it while access tokens of before may live. */
    disabledAt: timestampMs("disabled_at"),
  },
  (table) => [
    uniqueIndex("user_email").on(table.email),
    uniqueIndex("user_phone").on(table.phone),
    index("user_disabled").on(table.disabledAt),
    check("user_disabled_since", sql`(status = 'DISABLED') = (disabled_at is not null)`),
  ],
);

export const userRoles = mysqlTable(
  "user_role",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: varchar("role", { length: 20 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.role] })],
);

export const addresses = mysqlTable(
  "address",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    recipient: varchar("recipient", { length: 100 }).notNull(),
    phone: varchar("phone", { length: 32 }).notNull(),
    country: varchar("country", { length: 2 }).notNull(),
    region: varchar("region", { length: 100 }),
    city: varchar("city", { length: 100 }).notNull(),
    line1: varchar("line1", { length: 200 }).notNull(),
    line2: varchar("line2", { length: 200 }),
    postalCode: varchar("postal_code", { length: 20 }),
    isDefault: boolean("is_default").notNull(),
    createdAt: timestampMs("created_at").notNull(),
    /** Unique, so that at most one default a user exists whatever races. */
    defaultOf: varbinary("default_of", { length: 16 }).generatedAlwaysAs(
      sql`(case when is_default then user_id else null end)`,
      { mode: "virtual" },
    ),
  },
  (table) => [
    index("address_user").on(table.userId, table.createdAt),
    uniqueIndex("address_default").on(table.defaultOf),
  ],
);

export const sessions = mysqlTable(
  "session",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: timestampMs("created_at").notNull(),
    lastUsedAt: timestampMs("last_used_at").notNull(),
    revokedAt: timestampMs("revoked_at"),
  },
  (table) => [
    // Open sessions of a user, the last used first; the closed ones are many.
    index("session_open").on(table.userId, table.revokedAt, table.lastUsedAt),
    index("session_revoked").on(table.revokedAt),
  ],
);

/** One row a refresh token ever issued: a token seen twice betrays a thief, and its session dies. */
export const refreshTokens = mysqlTable(
  "refresh_token",
  {
    /** SHA-256 of the token, as hex; the token itself is 256 random bits and is stored nowhere. */
    hash: varchar("hash", { length: 64 }).primaryKey(),
    sessionId: uuid("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    createdAt: timestampMs("created_at").notNull(),
    expiresAt: timestampMs("expires_at").notNull(),
    usedAt: timestampMs("used_at"),
  },
  (table) => [index("refresh_token_session").on(table.sessionId)],
);

export const favorites = mysqlTable(
  "favorite",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    productId: uuid("product_id").notNull(),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("favorite_user_product").on(table.userId, table.productId),
    index("favorite_user").on(table.userId, table.id),
  ],
);

/** Failed sign-ins of one login or one address in the current window. */
export const attempts = mysqlTable("login_attempt", {
  /** `login:<hash>` or `address:<hash>`; hashed, for a log of attempts is nobody's business. */
  subject: varchar("subject", { length: 80 }).primaryKey(),
  failures: int("failures").notNull(),
  windowEndsAt: timestampMs("window_ends_at").notNull(),
});
