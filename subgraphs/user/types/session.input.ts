import { IsOptional, Length, Matches, MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { IsEmailAddress } from "./isEmailAddress";

/** E.164: `+`, country code, 7 to 15 digits in all. */
export const PHONE_PATTERN = /^\+[1-9]\d{6,14}$/;

/** RFC 5321, 4.5.3.1.3. */
export const MAX_EMAIL_LENGTH = 254;

@InputType({ description: "A new account; one of email and phone is required." })
export class RegisterInput {
  @Field(() => String, { nullable: true, description: "E-mail address, up to 254 characters." })
  @IsOptional()
  @MaxLength(MAX_EMAIL_LENGTH)
  @IsEmailAddress()
  readonly email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Phone number in E.164, e.g. +491701234567.",
  })
  @IsOptional()
  @Matches(PHONE_PATTERN, { message: "phone must be in E.164, e.g. +491701234567" })
  readonly phone?: string | null;

  @Field(() => String, { description: "Password, 8 to 128 characters." })
  @Length(8, 128)
  readonly password!: string;

  @Field(() => String, { description: "Display name, 1 to 100 characters." })
  @Length(1, 100)
  @IsPlainLine()
  readonly name!: string;
}

@InputType({ description: "Credentials." })
export class LoginInput {
  @Field(() => String, { description: "E-mail address or phone number." })
  @Length(1, 254)
  @IsPlainLine()
  readonly login!: string;

  @Field(() => String, { description: "Password." })
  @Length(1, 128)
  readonly password!: string;
}

@InputType({ description: "A refresh token to be changed for new tokens." })
export class RefreshSessionInput {
  @Field(() => String, { description: "The token that the last sign-in or refresh gave." })
  @Length(20, 200)
  @IsPlainLine()
  readonly refreshToken!: string;
}
