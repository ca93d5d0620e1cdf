import { Field, ID, ObjectType } from "type-graphql";
import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { Address } from "./address.type";
import { User } from "./user.type";

@ObjectType({ description: "The outcome of a change to a user.", simpleResolvers: true })
export class UserPayload {
  @Field(() => User, { nullable: true, description: "The user after it; null when refused." })
  readonly user?: User | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}

@ObjectType({ description: "The outcome of a change to an address.", simpleResolvers: true })
export class AddressPayload {
  @Field(() => Address, { nullable: true, description: "The address after it; null when refused." })
  readonly address?: Address | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}

@ObjectType({ description: "The outcome of deleting an address.", simpleResolvers: true })
export class DeleteAddressPayload {
  @Field(() => ID, {
    nullable: true,
    description: "Id of the address that is gone; null when refused.",
  })
  readonly deletedId?: string | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}
