import { join } from "node:path";
import {
  gatewaySettings,
  integerSetting,
  loadConfig,
  projectRoot,
  setting,
  type Environment,
} from "@micro-shop/common/config";
import { z } from "zod";
import {
  defaultOperationLimits as limits,
  type OperationLimits,
} from "./plugins/limits/operationLimits";
import type { AllowedOrigins } from "./security/allowedOrigins";
import { defaultSocketLimits as sockets, type SocketLimits } from "./subscriptions/socketLimits";

const switchSetting = (fix: string) => setting(z.enum(["on", "off"]).optional(), { fix });

const urlSetting = (fix: string) =>
  setting(z.url({ protocol: /^https?$/, error: "is no http(s) URL" }).optional(), { fix });

/** All settings of the gateway. Beyond these, `<NAME>_URL` moves the subgraph of that name. */
export const gatewayShape = gatewaySettings().extend({
  SUPERGRAPH: setting(z.string().default(join(projectRoot, "schema/supergraph.graphql")), {
    fix: "Use the file of a Federation 2 supergraph; `npm run schema` writes the default one.",
  }),
  IDENTITY_SIGNING: switchSetting(
    "Use on (default), or off for subgraphs that know no signed identity.",
  ),
  JWKS_URL: urlSetting(
    "Use the URL of the public keys of user tokens; default: the user subgraph.",
  ),
  REVOCATION_URL: urlSetting(
    "Use the URL that lists disabled users and closed sessions; default: the user subgraph.",
  ),
  REVOCATION_EVERY_MS: integerSetting(100, 600_000, 10_000),
  CORS_ORIGINS: setting(
    z
      .string()
      .transform((text) => text.split(/[\s,]+/).filter((origin) => origin !== ""))
      .refine((origins) => origins.every(isOrigin), "holds what is no origin")
      .optional(),
    {
      fix: "Use origins such as https://shop.example, without a path, separated by commas, or * for all; default *, in production none.",
    },
  ),
  TRUSTED_PROXIES: integerSetting(0, 10, 0),
  PLAYGROUND: switchSetting("Use on or off; default on, in production off."),
  INTROSPECTION: switchSetting("Use on or off; default on, in production off."),
  OPERATION_TIMEOUT_MS: integerSetting(100, 600_000, 5_000),
  BODY_LIMIT_BYTES: integerSetting(1_000, 100_000_000, 100 * 1024),
  REPLY_LIMIT_BYTES: integerSetting(1_000, 1_000_000_000, 10 * 1024 * 1024),
  LIMIT_DEPTH: integerSetting(1, 1_000, limits.depth),
  LIMIT_ALIASES: integerSetting(0, 10_000, limits.aliases),
  LIMIT_DIRECTIVES: integerSetting(0, 1_000, limits.directives),
  LIMIT_TOKENS: integerSetting(1, 1_000_000, limits.tokens),
  LIMIT_CHARACTERS: integerSetting(1, 10_000_000, limits.characters),
  LIMIT_ROOT_FIELDS: integerSetting(1, 1_000, limits.rootFields),
  LIMIT_MUTATIONS: integerSetting(1, 1_000, limits.mutations),
  LIMIT_NODES: integerSetting(1, 100_000_000, limits.nodes),
  SOCKET_INIT_MS: integerSetting(100, 60_000, sockets.initMs),
  LIMIT_SUBSCRIPTIONS: integerSetting(1, 10_000, sockets.subscriptionsPerSocket),
  LIMIT_SOCKETS_PER_USER: integerSetting(1, 1_000_000, sockets.socketsPerUser),
  LIMIT_SOCKETS_PER_ADDRESS: integerSetting(1, 1_000_000, sockets.socketsPerAddress),
});

export type GatewaySettings = Readonly<z.output<typeof gatewayShape>>;

export interface GatewayConfig extends GatewaySettings {
  readonly isProduction: boolean;
  /** Where a subgraph is: its setting, else what the supergraph says. */
  subgraphUrl(name: string, supergraphUrl: string | undefined): string;
}

/** Reads and checks the settings. Throws a ConfigError that names every bad key and its fix. */
export function loadGatewayConfig(environment: Environment = process.env): GatewayConfig {
  const settings = loadConfig(gatewayShape, environment);
  const urls: Readonly<Record<string, unknown>> = settings;
  return Object.freeze({
    ...settings,
    isProduction: settings.NODE_ENV === "production",
    subgraphUrl(name: string, supergraphUrl: string | undefined): string {
      const key = `${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_URL`;
      const url = urls[key] ?? environment[key] ?? supergraphUrl;
      if (typeof url !== "string" || url === "") {
        throw new Error(`The supergraph has no URL for the subgraph "${name}". Set ${key}.`);
      }
      return withGraphqlPath(url);
    },
  });
}

/** Scheme, host and port as browsers write them; apps in a web view have schemes of their own. */
function isOrigin(text: string): boolean {
  return text === "*" || /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.:[\]-]+$/.test(text);
}

/** Settings name a subgraph's base URL, supergraphs the endpoint itself. */
function withGraphqlPath(text: string): string {
  const url = new URL(text);
  if (url.pathname === "/") url.pathname = "/graphql";
  return url.href;
}

/** Whether a switch is on; one that is not set is on outside production. */
export function isOn(value: "on" | "off" | undefined, config: GatewayConfig): boolean {
  return value === undefined ? !config.isProduction : value === "on";
}

/** Whose web pages may use the endpoint, over HTTP and WebSocket alike. */
export function allowedOrigins({ CORS_ORIGINS, isProduction }: GatewayConfig): AllowedOrigins {
  return CORS_ORIGINS ?? (isProduction ? [] : ["*"]);
}

export function operationLimits(config: GatewaySettings): OperationLimits {
  return {
    ...limits,
    depth: config.LIMIT_DEPTH,
    aliases: config.LIMIT_ALIASES,
    directives: config.LIMIT_DIRECTIVES,
    tokens: config.LIMIT_TOKENS,
    characters: config.LIMIT_CHARACTERS,
    rootFields: config.LIMIT_ROOT_FIELDS,
    mutations: config.LIMIT_MUTATIONS,
    nodes: config.LIMIT_NODES,
  };
}

export function socketLimits(config: GatewaySettings): SocketLimits {
  return {
    ...sockets,
    initMs: config.SOCKET_INIT_MS,
    subscriptionsPerSocket: config.LIMIT_SUBSCRIPTIONS,
    socketsPerUser: config.LIMIT_SOCKETS_PER_USER,
    socketsPerAddress: config.LIMIT_SOCKETS_PER_ADDRESS,
  };
}
