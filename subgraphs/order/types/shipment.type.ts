import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { ShipmentStatusEnum, type ShipmentStatusValue } from "./enums";

@ObjectType({ description: "What of an order line is in a shipment.", simpleResolvers: true })
export class ShipmentLine {
  @Field(() => ID, { description: "The order line." })
  readonly orderLineId!: string;

  @Field(() => Int, { description: "How many of it." })
  readonly quantity!: number;
}

@ObjectType({ description: "A parcel of an order.", simpleResolvers: true })
export class Shipment {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => ShipmentStatusEnum, { description: "Where it is." })
  readonly status!: ShipmentStatusValue;

  @Field(() => String, { nullable: true, description: "Who carries it." })
  readonly carrier!: string | null;

  @Field(() => String, { nullable: true, description: "The carrier's number for it." })
  readonly trackingNumber!: string | null;

  @Field(() => Date, { description: "When it left." })
  readonly shippedAt!: Date;

  @Field(() => Date, { nullable: true, description: "When it arrived; null until then." })
  readonly deliveredAt!: Date | null;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [ShipmentLine], { description: "What is in it." })
  readonly lines!: readonly ShipmentLine[];
}
