import { hash, verify } from "@node-rs/argon2";

/** argon2id with 19 MiB, 2 passes, 1 lane: the OWASP password storage minimum, and the library's default. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let dummy: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/**
 * Whether the password belongs to the hash. Without a hash (no such login) it takes as long and answers false,
 * so that time does not tell which logins exist.
 */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  dummy ??= hashPassword("no one has this password");
  const matches = await verify(passwordHash ?? (await dummy), password);
  return matches && passwordHash !== null;
}
