import { serviceNames, type ServiceName } from "@micro-shop/common/serviceNames";

/** A place where a process of a service can be killed. */
export interface ServicePoint {
  readonly service: ServiceName;
  readonly point: string;
}

export function isServiceName(text: string): text is ServiceName {
  return (serviceNames as readonly string[]).includes(text);
}

/** What is between publishing an event and noting that it was published. */
export function isRelayPoint({ point }: ServicePoint): boolean {
  return /^events to \w+\.published$/.test(point);
}
