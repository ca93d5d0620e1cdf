import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { parse } from "yaml";

/** The part of a compose file that our tests look into. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

export interface ComposeService {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

/** A `${VARIABLE}` of a compose file. */
export interface Variable {
  readonly name: string;
  /** Compose stops when it is missing or empty (`:?`). */
  readonly isRequired: boolean;
}

/** `$$`, `${NAME}`, `${NAME:-default}` and `${NAME:?message}`: the forms we use. */
const reference = /\$\$|\$\{(\w+)(?:(:[-?])([^}]*))?\}/g;

export function readComposeText(): string {
  return readFileSync(join(projectRoot, "docker-compose.yml"), "utf8");
}

/**
 * The compose file as Docker Compose would see it with these variables. Throws what Compose would: the message of a
 * missing one.
 */
export function readCompose(variables: Readonly<Record<string, string>>): ComposeFile {
  return interpolate(parse(readComposeText(), { merge: true }), variables) as ComposeFile;
}

/** All variables that a text of the compose file refers to. */
export function findVariables(text: string): readonly Variable[] {
  const found = new Map<string, Variable>();
  for (const [, name, operator] of text.matchAll(reference)) {
    if (name !== undefined) found.set(name, { name, isRequired: operator === ":?" });
  }
  return [...found.values()];
}

function interpolate(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string") return interpolateText(value, variables);
  if (Array.isArray(value)) return value.map((item) => interpolate(item, variables));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, interpolate(item, variables)]),
  );
}

function interpolateText(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(reference, (whole, name?: string, operator?: string, rest = "") => {
    if (name === undefined) return whole === "$$" ? "$" : whole;
    const value = variables[name] ?? "";
    if (value !== "") return value;
    if (operator === ":?") throw new Error(`required variable ${name} is missing a value: ${rest}`);
    return operator === ":-" ? rest : "";
  });
}
