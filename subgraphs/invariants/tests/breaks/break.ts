import { randomBytes } from "node:crypto";
import { pick, type MallHandle } from "../seededMall";

/** One way to break the mall. */
export interface Break {
  /** Completes "I4 sees …". */
  readonly what: string;
  /** The invariants that are broken by it, which need not be one. */
  readonly breaks: readonly string[];
  /** What the first report says. */
  readonly says: RegExp;
  readonly breakIt: (mall: MallHandle) => Promise<void>;
}

/** A new id, as a column of the databases holds it. */
export const id = (): Buffer => randomBytes(16);

/** The id of some order of the mall for which the SQL condition holds. */
export const orderThat = (mall: MallHandle, condition: string): Promise<Buffer> =>
  pick(mall.order, `SELECT id FROM orders WHERE ${condition}`);
