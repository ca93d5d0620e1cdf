import { IsOptional, IsUUID, Length, Matches, MaxLength } from "class-validator";
import { Field, ID, InputType } from "type-graphql";

const PHONE = /^[+\d][\d\s().-]{4,30}$/;
const COUNTRY = /^[A-Z]{2}$/;
const phoneMessage = { message: "phone must be a phone number" };
const countryMessage = { message: "country must be an ISO 3166-1 alpha-2 code in capitals" };

@InputType({ description: "A postal address to be added." })
export class AddAddressInput {
  @Field(() => String, { description: "Who receives the parcel, 1 to 100 characters." })
  @Length(1, 100)
  readonly recipient!: string;

  @Field(() => String, { description: "Phone number for the carrier." })
  @Matches(PHONE, phoneMessage)
  readonly phone!: string;

  @Field(() => String, { description: "ISO 3166-1 alpha-2 code of the country, e.g. US." })
  @Matches(COUNTRY, countryMessage)
  readonly country!: string;

  @Field(() => String, {
    nullable: true,
    description: "State, province or region, up to 100 characters.",
  })
  @IsOptional()
  @MaxLength(100)
  readonly region?: string | null;

  @Field(() => String, { description: "City or town, 1 to 100 characters." })
  @Length(1, 100)
  readonly city!: string;

  @Field(() => String, { description: "Street and number, 1 to 200 characters." })
  @Length(1, 200)
  readonly line1!: string;

  @Field(() => String, {
    nullable: true,
    description: "Floor, flat or company, up to 200 characters.",
  })
  @IsOptional()
  @MaxLength(200)
  readonly line2?: string | null;

  @Field(() => String, { nullable: true, description: "Postal code, up to 20 characters." })
  @IsOptional()
  @MaxLength(20)
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
  @IsUUID()
  readonly addressId!: string;

  @Field(() => String, {
    nullable: true,
    description: "Who receives the parcel, 1 to 100 characters.",
  })
  @Length(1, 100)
  readonly recipient?: string | null;

  @Field(() => String, { nullable: true, description: "Phone number for the carrier." })
  @Matches(PHONE, phoneMessage)
  readonly phone?: string | null;

  @Field(() => String, { nullable: true, description: "ISO 3166-1 alpha-2 code of the country." })
  @Matches(COUNTRY, countryMessage)
  readonly country?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "State, province or region; null clears it.",
  })
  @IsOptional()
  @MaxLength(100)
  readonly region?: string | null;

  @Field(() => String, { nullable: true, description: "City or town, 1 to 100 characters." })
  @Length(1, 100)
  readonly city?: string | null;

  @Field(() => String, { nullable: true, description: "Street and number, 1 to 200 characters." })
  @Length(1, 200)
  readonly line1?: string | null;

  @Field(() => String, { nullable: true, description: "Floor, flat or company; null clears it." })
  @IsOptional()
  @MaxLength(200)
  readonly line2?: string | null;

  @Field(() => String, { nullable: true, description: "Postal code; null clears it." })
  @IsOptional()
  @MaxLength(20)
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
  @IsUUID()
  readonly addressId!: string;
}
