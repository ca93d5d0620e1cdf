export interface CheckoutSettings {
  /** Of each step. */
  readonly seconds: number;
  /** One step each. */
  readonly clients: readonly number[];
  /** Where to leave CPU profiles of all processes of one step at 8 clients, instead of the steps; null = no profile. */
  readonly profileFolder: string | null;
}

export class UsageError extends Error {}

const USAGE =
  "Usage: npm run bench:checkout -- [--seconds 10] [--clients 1,8,32,64] [--profile <folder>]";

/** Reads the command line. Throws a UsageError. */
export function readSettings(parameters: readonly string[]): CheckoutSettings {
  let seconds = 10;
  let clients: readonly number[] = [1, 8, 32, 64];
  let profileFolder: string | null = null;
  for (let index = 0; index < parameters.length; index += 2) {
    const [name, value = ""] = [parameters[index], parameters[index + 1]];
    if (name === "--seconds" && /^[1-9]\d{0,3}$/.test(value)) seconds = Number(value);
    else if (name === "--clients" && /^[1-9]\d{0,2}(?:,[1-9]\d{0,2})*$/.test(value)) {
      clients = value.split(",").map(Number);
    } else if (name === "--profile" && value !== "") profileFolder = value;
    else throw new UsageError(USAGE);
  }
  return { seconds, clients, profileFolder };
}
