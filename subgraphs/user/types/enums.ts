import { registerEnumType } from "type-graphql";
import { Role } from "@micro-shop/common/security/scopes";

export { Role };

export const Gender = { FEMALE: "FEMALE", MALE: "MALE", OTHER: "OTHER" } as const;
export type Gender = keyof typeof Gender;

registerEnumType(Gender, {
  name: "Gender",
  description: "What a user told of their gender.",
  valuesConfig: {
    FEMALE: { description: "Female." },
    MALE: { description: "Male." },
    OTHER: { description: "Neither, or not told." },
  },
});

export const UserStatus = { ACTIVE: "ACTIVE", DISABLED: "DISABLED" } as const;
export type UserStatus = keyof typeof UserStatus;

registerEnumType(UserStatus, {
  name: "UserStatus",
  description: "Whether an account may be used.",
  valuesConfig: {
    ACTIVE: { description: "May sign in." },
    DISABLED: { description: "Shut out by staff." },
  },
});

registerEnumType(Role, {
  name: "Role",
  description: "What a person is in the mall; each role brings scopes.",
  valuesConfig: {
    CUSTOMER: { description: "Buys." },
    SUPPORT: { description: "Helps customers: orders, shipments, returns, refund requests." },
    CATALOG: { description: "Keeps products and stock." },
    MARKETING: { description: "Keeps coupons, promotions and flash sales." },
    FINANCE: { description: "Approves refunds, reads payments." },
    ADMIN: { description: "May do everything." },
  },
});
