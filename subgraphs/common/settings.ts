import { resolve } from "node:path";
import { z } from "zod";
import type { Logger } from "./log";
import { developmentSecret } from "./secrets";
import { StartProblem } from "./startProblem";

/** Where relative folders of the settings start: the project's root, whatever folder a service is started from. */
export const projectRoot = resolve(__dirname, "../../..");

export type Environment = Readonly<Record<string, string | undefined>>;

/** What loading needs to know about a setting beyond its schema. */
export interface SettingFacts {
  /** How to set it right; ends the message about a bad or missing value. */
  readonly fix: string;
  /** `value`: never printed. `url`: printed without its password. */
  readonly secret?: "value" | "url";
  /** Outside production a missing value is made from 32 secret bytes that are the same in all processes. */
  readonly develop?: (seed: Buffer) => string;
}

const settingFacts = new WeakMap<z.ZodType, SettingFacts>();

/** One or more settings are bad. The message has a line for each, with its name and the fix. */
export class ConfigError extends StartProblem {
  override readonly name = "ConfigError";

  constructor(readonly problems: readonly string[]) {
    super(["Bad settings:", ...problems].join("\n  "));
  }
}

/** A setting: any schema over the text of an environment variable, with its facts. Apply it last, after `.default()`. */
export function setting<Schema extends z.ZodType>(schema: Schema, facts: SettingFacts): Schema {
  settingFacts.set(schema, facts);
  return schema;
}

/** An integer setting in [min, max]. */
export function integerSetting(min: number, max: number, defaultValue: number) {
  const schema = z
    .string()
    .regex(/^-?\d{1,15}$/, "is no integer")
    .transform(Number)
    .pipe(z.number().min(min, `is below ${min}`).max(max, `is above ${max}`))
    .default(defaultValue);
  return setting(schema, { fix: `Use an integer from ${min} to ${max}; default ${defaultValue}.` });
}

/**
 * A secret text of 32 characters or more, required in production and made up in development.
 * @param develop turns 32 secret bytes into a value; default base64url.
 */
export function secretSetting(develop = (seed: Buffer) => seed.toString("base64url")) {
  return setting(z.string().min(32, "is shorter than 32 characters"), {
    fix: "Set it to a secret of its own, e.g. the output of `openssl rand -base64 48`.",
    secret: "value",
    develop,
  });
}

/**
 * Reads settings from environment variables (an empty one counts as absent) and freezes them.
 * Throws a ConfigError that names every bad key with its fix; secrets are never quoted.
 * @param shape keys are variable names; DATA_DIR and NODE_ENV decide where made-up secrets come from.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  shape: z.ZodObject<Shape>,
  environment: Environment = process.env,
): Readonly<z.output<z.ZodObject<Shape>>> {
  const input: Record<string, string> = {};
  const unmade: string[] = [];
  for (const [key, schema] of Object.entries(shape.shape)) {
    const given = environment[key];
    if (given !== undefined && given !== "") {
      input[key] = given;
      continue;
    }
    const develop = factsOf(schema)?.develop;
    if (develop === undefined) continue;
    if (environment["NODE_ENV"] === "production") unmade.push(key);
    else input[key] = develop(developmentSecret(dataDirOf(environment["DATA_DIR"]), key));
  }
  const parsed = shape.safeParse(input);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map((issue) => {
    const key = String(issue.path[0]);
    const facts = factsOf(shape.shape[key]);
    return describeProblem(key, input[key], facts, unmade.includes(key) ? null : issue.message);
  });
  throw new ConfigError(problems);
}

/** The settings as they may be shown: secrets replaced, passwords in URLs left out. */
export function redactConfig(
  shape: z.ZodObject,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entries = Object.entries(config).map(([key, value]): [string, unknown] => {
    const secret = factsOf(shape.shape[key])?.secret;
    if (secret === undefined) return [key, value];
    return [key, secret === "url" ? withoutPassword(String(value)) : "[redacted]"];
  });
  return Object.fromEntries(entries);
}

/** Prints the settings a process runs with, once at its start. */
export function printConfig(
  log: Logger,
  shape: z.ZodObject,
  config: Readonly<Record<string, unknown>>,
): void {
  log.info({ settings: redactConfig(shape, config) }, "settings");
}

/** An absolute data folder; relative ones start at the project's root, and `.data` is the default. */
export function dataDirOf(text: string | undefined): string {
  return resolve(projectRoot, text === undefined || text === "" ? ".data" : text);
}

function factsOf(schema: unknown): SettingFacts | undefined {
  return schema instanceof z.ZodType ? settingFacts.get(schema) : undefined;
}

/** @param fault what the schema said; null for a secret that production must be given. */
function describeProblem(
  key: string,
  value: string | undefined,
  facts: SettingFacts | undefined,
  fault: string | null,
): string {
  const fix = facts === undefined ? "" : ` ${facts.fix}`;
  if (value === undefined) {
    return `${key} is missing${fault === null ? " (required in production)" : ""}.${fix}`;
  }
  const quoted = facts?.secret === undefined ? `${key}=${JSON.stringify(value)}` : key;
  return `${quoted} ${fault ?? "is bad"}.${fix}`;
}

function withoutPassword(text: string): string {
  const url = new URL(text);
  if (url.password !== "") url.password = "redacted";
  return url.href;
}
