import type { Payload } from "./shopper";

export interface OrderAnswer extends Payload {
  readonly order: {
    id: string;
    orderNo: string;
    status: string;
    total: { amountMinor: number };
  } | null;
}

export interface PaymentAnswer extends Payload {
  readonly payment: { id: string; status: string } | null;
}

export interface StatusChange {
  readonly orderStatusChanged: {
    event: { id: string; version: number; status: string };
    order: {
      status: string;
      buyer: { name: string };
      lines: { quantity: number; sku: { code: string; product: { name: string } } }[];
      payment: { id: string; status: string };
    };
  };
}
