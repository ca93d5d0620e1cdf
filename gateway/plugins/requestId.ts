import { newId } from "@micro-shop/common/ids";

export const REQUEST_ID_HEADER = "x-request-id";

/** What a client may choose: it ends in logs and headers, so nothing but plain characters. */
const ACCEPTABLE = /^[A-Za-z0-9._:-]{8,128}$/;

/** The client's request id if it is well-formed, else a new one. */
export function requestIdOf(header: string | readonly string[] | undefined): string {
  return typeof header === "string" && ACCEPTABLE.test(header) ? header : newId();
}
