import { IsOptional, Length, Matches } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { IsCountry } from "./isCountry";

const PHONE = /^(?=(?:\D*\d){5})[+\d][\d ().-]{4,30}$/;
const phoneMessage = { message: "phone must be a phone number" };

@InputType({ description: "A postal address to be added." })
export class AddAddressInput {
  @Field(() => String, { description: "Who receives the parcel, 1 to 100 characters." })
  @Length(1, 100)
  @IsPlainLine()
  readonly recipient!: string;

  @Field(() => String, {
    description:
      "Phone number for the carrier: 5 digits or more, blanks, points, dashes and brackets; up to 31 characters.",
  })
  @Matches(PHONE, phoneMessage)
  readonly phone!: string;

  @Field(() => String, { description: "ISO 3166-1 alpha-2 code of the country, e.g. US." })
  @IsCountry()
  readonly country!: string;

  @Field(() => String, {
    nullable: true,
    description: "State, province or region, 1 to 100 characters.",
  })
  @IsOptional()
  @Length(1, 100)
  @IsPlainLine()
  readonly region?: string | null;

  @Field(() => String, { description: "City or town, 1 to 100 characters." })
  @Length(1, 100)
  @IsPlainLine()
  readonly city!: string;

  @Field(() => String, { description: "Street and number, 1 to 200 characters." })
  @Length(1, 200)
  @IsPlainLine()
  readonly line1!: string;

  @Field(() => String, {
    nullable: true,
    description: "Floor, flat or company, 1 to 200 characters.",
  })
  @IsOptional()
  @Length(1, 200)
  @IsPlainLine()
  readonly line2?: string | null;

  @Field(() => String, { nullable: true, description: "Postal code, 1 to 20 characters." })
  @IsOptional()
  @Length(1, 20)
  @IsPlainLine()
  readonly postalCode?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Makes it the default; the first address always is.",
  })
  readonly isDefault?: boolean | null;
}

@InputType({ description: "Changes to an address; absent fields stay." })
export class UpdateAddressInput {
  @Field(() => ID, { description: "The address." })
  @IsEntityId()
  readonly addressId!: string;

  @Field(() => String, {
    nullable: true,
    description: "Who receives the parcel, 1 to 100 characters.",
  })
  @Length(1, 100)
  @IsPlainLine()
  readonly recipient?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Phone number for the carrier: 5 digits or more, blanks, points, dashes and brackets; up to 31 characters.",
  })
  @Matches(PHONE, phoneMessage)
  readonly phone?: string | null;

  @Field(() => String, { nullable: true, description: "ISO 3166-1 alpha-2 code of the country." })
  @IsCountry()
  readonly country?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "State, province or region, 1 to 100 characters; null clears it.",
  })
  @IsOptional()
  @Length(1, 100)
  @IsPlainLine()
  readonly region?: string | null;

  @Field(() => String, { nullable: true, description: "City or town, 1 to 100 characters." })
  @Length(1, 100)
  @IsPlainLine()
  readonly city?: string | null;

  @Field(() => String, { nullable: true, description: "Street and number, 1 to 200 characters." })
  @Length(1, 200)
  @IsPlainLine()
  readonly line1?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Floor, flat or company, 1 to 200 characters; null clears it.",
  })
  @IsOptional()
  @Length(1, 200)
  @IsPlainLine()
  readonly line2?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Postal code, 1 to 20 characters; null clears it.",
  })
  @IsOptional()
  @Length(1, 20)
  @IsPlainLine()
  readonly postalCode?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "True makes it the default, false takes that away.",
  })
  readonly isDefault?: boolean | null;
}

@InputType({ description: "An address to be deleted." })
export class DeleteAddressInput {
  @Field(() => ID, { description: "The address." })
  @IsEntityId()
  readonly addressId!: string;
}
