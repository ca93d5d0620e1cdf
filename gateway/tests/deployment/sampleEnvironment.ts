import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";

/** The names in `.env.example`, with whether a line is a comment, and so has a default. */
export function readExample(): ReadonlyMap<string, { readonly isOptional: boolean }> {
  const text = readFileSync(join(projectRoot, ".env.example"), "utf8");
  return new Map(
    [...text.matchAll(/^(#?)([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, hash, name = ""]) => [
      name,
      { isOptional: hash === "#" },
    ]),
  );
}

/** A `.env` filled in as `.env.example` says. */
export function sampleEnvironment(): Readonly<Record<string, string>> {
  const required = [...readExample()].filter(([, { isOptional }]) => !isOptional);
  return Object.fromEntries(required.map(([name]) => [name, sampleValue(name)]));
}

function sampleValue(name: string): string {
  if (name !== "TOKEN_PRIVATE_KEY") return randomBytes(32).toString("hex");
  const { privateKey } = generateKeyPairSync("ed25519");
  return privateKey
    .export({ format: "pem", type: "pkcs8" })
    .toString()
    .replaceAll("\n", String.raw`\n`);
}
