import { hkdfSync } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { newId } from "./ids";
import { randomBytes } from "./random";
import { StartProblem } from "./startProblem";

const SECRET_BYTES = 32;

const secretsFile = z.object({ master: z.base64url().length(43) });

/** The secrets file cannot be read or made. The message names the file and the fix. */
export class SecretsFileError extends StartProblem {
  override readonly name = "SecretsFileError";
}

/**
 * 32 secret bytes for one purpose, for development: the same in every process that shares the data folder, and after a
 * restart. All are derived (HKDF-SHA256, RFC 5869) from one master in `<dataDir>/secrets.json`, which is made on first
 * use. One master needs one atomic creation, where a file that grew a key per service would need a lock.
 * @param purpose name of the setting, e.g. `IDENTITY_SECRET`; two purposes give unrelated secrets.
 */
export function developmentSecret(dataDir: string, purpose: string): Buffer {
  const path = join(dataDir, "secrets.json");
  const master = readMaster(path) ?? createMaster(dataDir, path);
  return Buffer.from(hkdfSync("sha256", master, "micro-shop", purpose, SECRET_BYTES));
}

/** How the variables are named that hold a secret. */
const secretName = /(?:SECRET|SECRET_KEY|PRIVATE_KEY|PASSWORD|DATABASE_URL)$/;

/** An environment for another program: all but the secrets, of which only those named in `except` stay. */
export function withoutSecrets(
  environment: NodeJS.ProcessEnv,
  except: readonly string[] = [],
): NodeJS.ProcessEnv {
  const entries = Object.entries(environment);
  return Object.fromEntries(
    entries.filter(([key]) => !secretName.test(key) || except.includes(key)),
  );
}

function readMaster(path: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw unusable(path, error);
  }
  try {
    return Buffer.from(secretsFile.parse(JSON.parse(text)).master, "base64url");
  } catch (error) {
    const fix =
      "Delete it to get a new one; sign-ins end and the databases need their passwords set again.";
    throw new SecretsFileError(`${path} is damaged. ${fix}`, { cause: error });
  }
}

/** The file appears complete or not at all, and of several processes the first wins: `link` refuses to overwrite. */
function createMaster(dataDir: string, path: string): Buffer {
  const temporary = join(dataDir, `secrets.${newId()}.tmp`);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const master = randomBytes(SECRET_BYTES).toString("base64url");
    writeFileSync(temporary, `${JSON.stringify({ master })}\n`, { mode: 0o600, flush: true });
    try {
      linkSync(temporary, path);
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    } finally {
      unlinkSync(temporary);
    }
  } catch (error) {
    throw unusable(path, error);
  }
  const stored = readMaster(path);
  if (!stored) throw new SecretsFileError(`${path} vanished while it was made. Start again.`);
  return stored;
}

function unusable(path: string, cause: unknown): SecretsFileError {
  const fix = "Set DATA_DIR to a folder this user can read and write.";
  return new SecretsFileError(`${path} cannot be read or made. ${fix}`, { cause });
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
