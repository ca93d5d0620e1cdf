import { openDatabase } from "@micro-shop/common/database/pool";
import type { Logger } from "@micro-shop/common/log";
import { StartProblem } from "@micro-shop/common/startProblem";
import { randomBytes } from "@micro-shop/common/random";
import type { PayConfig } from "./config";
import type { Providers } from "./providers/provider";
import { createRedirectProvider } from "./providers/redirect/redirectProvider";
import { createSandboxClient } from "./providers/sandbox/sandboxClient";
import { createSandboxProvider } from "./providers/sandbox/sandboxProvider";
import { createStripeProvider } from "./providers/stripe/stripeProvider";
import type { WebhookUrls } from "./providers/sandbox/server/deliverNotices";
import { startSandboxServer, type SandboxServer } from "./providers/sandbox/server/sandboxServer";

/** Few buyers pay by it at the same time. */
const SANDBOX_CONNECTIONS = 4;

export interface StartedProviders {
  readonly providers: Providers;
  /** Lets the sandbox of this process, if it is here, send its notices to these URLs. */
  startNotices(urls: () => WebhookUrls): void;
  stop(): Promise<void>;
}

/** Sets up the providers that the settings name, and starts the sandbox unless it runs elsewhere. */
export async function startProviders(config: PayConfig, log: Logger): Promise<StartedProviders> {
  const stripe = setUpStripe(config);
  const sandbox = await startSandbox(config, log);
  return { ...sandbox, providers: { ...sandbox.providers, ...stripe } };
}

function setUpStripe(config: PayConfig): Providers {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = config;
  if (secretKey === undefined) return {};
  if (webhookSecret === undefined) {
    throw new StartProblem(
      "STRIPE_WEBHOOK_SECRET is missing: Stripe is set up, and its notices could not be told from forged ones.",
    );
  }
  const timeoutMs = config.PROVIDER_TIMEOUT_MS;
  return { STRIPE: createStripeProvider({ secretKey, webhookSecret, timeoutMs }) };
}

async function startSandbox(config: PayConfig, log: Logger): Promise<StartedProviders> {
  const { SANDBOX_WEBHOOK_SECRET: webhookSecret } = config;
  if (webhookSecret === undefined) {
    return { providers: {}, startNotices: () => undefined, stop: async () => undefined };
  }
  const secretKey = secretKeyOf(config);
  const server =
    config.SANDBOX_URL === undefined ? await startOwnSandbox(config, secretKey, log) : null;
  const api = createSandboxClient({ url: config.SANDBOX_URL ?? server?.url ?? "", secretKey });
  return {
    providers: {
      SANDBOX: createSandboxProvider({ api, webhookSecret }),
      REDIRECT: createRedirectProvider({ api, webhookSecret }),
    },
    startNotices: (urls) =>
      server?.startNotices({ webhookSecret, urls, repeats: config.SANDBOX_NOTICE_REPEATS }),
    async stop() {
      await api.close();
      await server?.stop();
    },
  };
}

/** A sandbox of our own is nobody else's: where no key was given, any does. */
function secretKeyOf({ SANDBOX_SECRET_KEY: given, SANDBOX_URL: url }: PayConfig): string {
  if (given !== undefined) return given;
  if (url === undefined) return randomBytes(32).toString("base64url");
  throw new StartProblem(
    "SANDBOX_SECRET_KEY is missing: set it as the sandbox at SANDBOX_URL has it.",
  );
}

async function startOwnSandbox(
  config: PayConfig,
  secretKey: string,
  log: Logger,
): Promise<SandboxServer> {
  const { PAY_DATABASE_URL: databaseUrl, SANDBOX_PAGE_URL: pageUrl } = config;
  const database = openDatabase({ url: databaseUrl, connectionLimit: SANDBOX_CONNECTIONS });
  const start = (port: number): Promise<SandboxServer> =>
    startSandboxServer({
      database,
      log,
      host: config.HOST,
      port,
      secretKey,
      ...(pageUrl === undefined ? {} : { pageUrl }),
    });
  try {
    return await start(config.SANDBOX_PORT);
  } catch (error) {
    // Its port is a courtesy to buyers on its pages; a mall that has another beside it must start all the same.
    log.warn({ err: error }, "the sandbox listens on another port than SANDBOX_PORT");
    return start(0);
  }
}
