import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "Which product to put on sale." })
export class PublishProductInput {
  @Field(() => ID, { description: "The product, a draft or an archived one." })
  @IsEntityId()
  readonly productId!: string;
}
