import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A postal address in a user's book.", simpleResolvers: true })
export class Address {
  @Field(() => ID, { description: "Identifies the address." })
  readonly id!: string;

  @Field(() => String, { description: "Who receives the parcel." })
  readonly recipient!: string;

  @Field(() => String, { description: "Phone number for the carrier." })
  readonly phone!: string;

  @Field(() => String, { description: "ISO 3166-1 alpha-2 code of the country." })
  readonly country!: string;

  @Field(() => String, { nullable: true, description: "State, province or region." })
  readonly region!: string | null;

  @Field(() => String, { description: "City or town." })
  readonly city!: string;

  @Field(() => String, { description: "Street and number." })
  readonly line1!: string;

  @Field(() => String, { nullable: true, description: "Floor, flat or company." })
  readonly line2!: string | null;

  @Field(() => String, { nullable: true, description: "Postal code." })
  readonly postalCode!: string | null;

  @Field(() => Boolean, { description: "Whether checkout picks it first; at most one a user." })
  readonly isDefault!: boolean;
}
