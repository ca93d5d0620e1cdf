import { Directive, Field, ID, ObjectType } from "type-graphql";
import type { Gender, UserStatus } from "./enums";

/** Everybody may see id and name; the other fields stand in UserFieldsResolver with their owner guards. */
@Directive('@key(fields: "id")')
@ObjectType({ description: "A person with an account. Others see only the name." })
export class User {
  @Field(() => ID, { description: "Identifies the user for ever." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: "Display name, shown beside reviews." })
  readonly name!: string;

  readonly email!: string | null;
  readonly phone!: string | null;
  readonly avatarUrl!: string | null;
  readonly gender!: Gender | null;
  readonly birthday!: string | null;
  readonly status!: UserStatus;
  readonly createdAt!: Date;
  /** Set on what register and login answer: the caller has just proven to be this user, before having a token. */
  readonly isSelf?: boolean;
}
