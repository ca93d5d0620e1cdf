import { clock } from "./clock";
import { randomBytes } from "./random";

const ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let lastMillisecond = 0;
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562) as lower-case text. Ids made by one process sort in the order they were made:
 * the 12 bits after the version count within the millisecond (method 1 of RFC 9562, 6.2).
 */
export function newId(): string {
  const now = clock.now().getTime();
  if (now > lastMillisecond) {
    lastMillisecond = now;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMillisecond += 1;
    sequence = 0;
  }
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(lastMillisecond, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  randomBytes(8).copy(bytes, 8);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return formatId(bytes);
}

/** Whether the text is an id as the mall writes it (lower-case UUID). */
export function isId(text: string): boolean {
  return ID_PATTERN.test(text);
}

/** 16 bytes → UUID text. */
export function formatId(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** UUID text → 16 bytes. Throws a RangeError on anything else. */
export function parseId(text: string): Buffer {
  if (!isId(text)) throw new RangeError("Not an id.");
  return Buffer.from(text.replaceAll("-", ""), "hex");
}
