import { IsIn, IsOptional, IsUrl, Length, MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { DateScalar } from "@micro-shop/common/graphql/types/scalars";
import { IsPastDay } from "./isPastDay";
import { Gender } from "./enums";

@InputType({ description: "Changes to one's profile; absent fields stay, null clears them." })
export class UpdateProfileInput {
  @Field(() => String, {
    nullable: true,
    description: "Display name, 1 to 100 characters; cannot be cleared.",
  })
  @Length(1, 100)
  @IsPlainLine()
  readonly name?: string | null;

  @Field(() => String, { nullable: true, description: "An https URL, up to 500 characters." })
  @IsOptional()
  @IsUrl(
    { protocols: ["https"], require_protocol: true },
    { message: "avatarUrl must be an https URL" },
  )
  @MaxLength(500)
  @IsPlainLine()
  readonly avatarUrl?: string | null;

  @Field(() => Gender, { nullable: true, description: "Gender." })
  @IsOptional()
  @IsIn(Object.keys(Gender))
  readonly gender?: Gender | null;

  @Field(() => DateScalar, { nullable: true, description: "Birthday, from 1900 to yesterday." })
  @IsOptional()
  @IsPastDay()
  readonly birthday?: Date | string | null;
}
