import { Field, ID, ObjectType } from "type-graphql";
import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { User } from "./user.type";

@ObjectType({ description: "A place where a user is signed in.", simpleResolvers: true })
export class UserSession {
  @Field(() => ID, { description: "Identifies the session." })
  readonly id!: string;

  @Field(() => DateTimeScalar, { description: "When the user signed in." })
  readonly createdAt!: Date;

  @Field(() => DateTimeScalar, { description: "When the session was last refreshed." })
  readonly lastUsedAt!: Date;

  @Field(() => Boolean, { description: "Whether it is the one of this request." })
  readonly current!: boolean;
}

@ObjectType({ description: "The tokens of a signed-in user.", simpleResolvers: true })
export class Session {
  @Field(() => String, {
    description: "Sent as `authorization: Bearer <accessToken>`; a signed JWT of 15 minutes.",
  })
  readonly accessToken!: string;

  @Field(() => String, {
    description: "Changed for new tokens by `refreshSession`, once; 30 days.",
  })
  readonly refreshToken!: string;

  @Field(() => DateTimeScalar, { description: "When the access token expires." })
  readonly expiresAt!: Date;

  @Field(() => User, { description: "Who is signed in." })
  readonly user!: User;
}

@ObjectType({ description: "The outcome of signing in.", simpleResolvers: true })
export class SessionPayload {
  @Field(() => Session, { nullable: true, description: "The session; null when refused." })
  readonly session?: Session | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}

@ObjectType({ description: "The outcome of signing out.", simpleResolvers: true })
export class LogoutPayload {
  @Field(() => [UserError], { description: "Always empty: signing out cannot be refused." })
  readonly userErrors?: readonly UserError[];
}
