import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { Field, ObjectType } from "type-graphql";
import { Order } from "./order.type";
import { Shipment } from "./shipment.type";

@ObjectType({ description: "The outcome of shipping or delivering.", simpleResolvers: true })
export class ShipmentPayload {
  @Field(() => Shipment, { nullable: true, description: "The parcel; null when refused." })
  readonly shipment?: Shipment | null;

  @Field(() => Order, {
    nullable: true,
    description: "Its order as it is now; null when refused.",
  })
  readonly order?: Order | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}
