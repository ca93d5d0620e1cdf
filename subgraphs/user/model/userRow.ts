import type { InferInsertModel, InferSelectModel } from "drizzle-orm";
import type { Gender, UserStatus } from "../types/enums";
import type { users } from "./tables";

/** A user as the code sees it: without the password's hash, and with the enums it was written with. */
export type UserRow = Omit<
  InferSelectModel<typeof users>,
  "passwordHash" | "gender" | "status" | "disabledAt"
> & {
  readonly gender: Gender | null;
  readonly status: UserStatus;
};

export type NewUser = InferInsertModel<typeof users>;
