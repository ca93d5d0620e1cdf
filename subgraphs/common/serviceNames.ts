/** The five subgraphs, in the order in which they are started and listed. */
export const serviceNames = ["user", "product", "order", "pay", "marketing"] as const;

export type ServiceName = (typeof serviceNames)[number];

/** Default ports; every one can be overridden by `PORT` or the service's URL setting. */
export const defaultPorts: Readonly<Record<ServiceName | "gateway", number>> = {
  gateway: 4000,
  user: 4001,
  product: 4002,
  order: 4003,
  pay: 4004,
  marketing: 4005,
};
