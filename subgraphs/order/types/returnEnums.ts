import { registerEnumType } from "type-graphql";

export const ReturnStatusEnum = {
  REQUESTED: "REQUESTED",
  APPROVED: "APPROVED",
  RECEIVED: "RECEIVED",
  REFUNDED: "REFUNDED",
  REJECTED: "REJECTED",
} as const;

export type ReturnStatusValue = keyof typeof ReturnStatusEnum;

registerEnumType(ReturnStatusEnum, {
  name: "ReturnStatus",
  description: "Where a return stands.",
  valuesConfig: {
    REQUESTED: { description: "The buyer has asked; staff decide." },
    APPROVED: { description: "The goods may come back." },
    RECEIVED: { description: "The goods came in; the money for them is on its way." },
    REFUNDED: { description: "The money went back." },
    REJECTED: { description: "Nothing comes back." },
  },
});

export const ReturnDecisionEnum = {
  APPROVE: "APPROVE",
  REJECT: "REJECT",
  RECEIVED: "RECEIVED",
} as const;

export type ReturnDecisionValue = keyof typeof ReturnDecisionEnum;

registerEnumType(ReturnDecisionEnum, {
  name: "ReturnDecision",
  description: "What staff decide on a return.",
  valuesConfig: {
    APPROVE: { description: "The goods may come back; for a REQUESTED one." },
    REJECT: { description: "They may not, or are not taken; for a REQUESTED or APPROVED one." },
    RECEIVED: {
      description:
        "They came in, and their money goes back; for an APPROVED one, or a RECEIVED one whose refund failed.",
    },
  },
});
