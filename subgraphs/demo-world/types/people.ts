export type DemoRole = "CUSTOMER" | "SUPPORT" | "CATALOG" | "MARKETING" | "FINANCE" | "ADMIN";

/** A user; the password of every demo login is DEMO_PASSWORD. */
export interface DemoUser {
  readonly id: string;
  readonly name: string;
  /** Lower case, unique. */
  readonly email: string;
  /** E.164, unique where present. */
  readonly phone: string | null;
  readonly avatarUrl: string | null;
  readonly gender: "FEMALE" | "MALE" | "OTHER" | null;
  /** YYYY-MM-DD. */
  readonly birthday: string | null;
  readonly roles: readonly DemoRole[];
  readonly status: "ACTIVE" | "DISABLED";
  readonly createdAt: Date;
}

/** The postal fields that an order copies. */
export interface DemoPostalAddress {
  readonly recipient: string;
  readonly phone: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly region: string;
  readonly city: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly postalCode: string;
}

/** A user has at most one default address. */
export interface DemoAddress extends DemoPostalAddress {
  readonly id: string;
  readonly userId: string;
  readonly isDefault: boolean;
  readonly createdAt: Date;
}

/** Unique per user and product. */
export interface DemoFavorite {
  readonly id: string;
  readonly userId: string;
  readonly productId: string;
  readonly createdAt: Date;
}
