export interface DelaySettings {
  /** Subscriptions, each to an order of its own. */
  readonly subscriptions: number;
  /** Orders paid in a second. */
  readonly perSecond: number;
}

export class UsageError extends Error {}

const USAGE = "Usage: npm run bench:events -- [--subscriptions 400] [--rate 20]";

/** Reads the command line. Throws a UsageError. */
export function readSettings(parameters: readonly string[]): DelaySettings {
  let [subscriptions, perSecond] = [400, 20];
  for (let index = 0; index < parameters.length; index += 2) {
    const [name, value = ""] = [parameters[index], parameters[index + 1]];
    if (!/^[1-9]\d{0,4}$/.test(value)) throw new UsageError(USAGE);
    if (name === "--subscriptions") subscriptions = Number(value);
    else if (name === "--rate") perSecond = Number(value);
    else throw new UsageError(USAGE);
  }
  return { subscriptions, perSecond };
}
