import { databaseUrlKey } from "../config";
import { withoutSecrets } from "../secrets";
import { serviceNames, type ServiceName } from "../serviceNames";
import { urlKey, type MallPorts } from "./ports";

type MallName = ServiceName | "gateway";

/** Secrets of the environment, each with who needs it; one that is not named here reaches no service. */
const secretReaders: Readonly<Record<string, readonly MallName[]>> = {
  IDENTITY_SECRET: [...serviceNames, "gateway"],
  TOKEN_PRIVATE_KEY: ["user"],
  SANDBOX_WEBHOOK_SECRET: ["pay"],
  SANDBOX_SECRET_KEY: ["pay"],
  STRIPE_SECRET_KEY: ["pay"],
  STRIPE_WEBHOOK_SECRET: ["pay"],
};

export interface ServiceEnvironmentOptions {
  readonly ports: MallPorts;
  /** Where a service itself listens when something else, such as a balancer, answers at its port. */
  readonly listenPorts?: Partial<MallPorts>;
  readonly databaseUrls: Readonly<Record<ServiceName, string>>;
  readonly dataDir: string;
  readonly seedAt?: Date;
  /** What all processes are given; of its secrets each service gets its own alone. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The environment of one service: where it listens, where the others are, its own database account and secrets. */
export function serviceEnvironment(
  name: MallName,
  { ports, listenPorts, databaseUrls, dataDir, seedAt, environment }: ServiceEnvironmentOptions,
): NodeJS.ProcessEnv {
  const own = Object.keys(secretReaders).filter((key) => secretReaders[key]?.includes(name));
  const urls: Record<string, string> = {};
  for (const service of serviceNames) urls[urlKey(service)] = `http://127.0.0.1:${ports[service]}`;
  return {
    ...withoutSecrets(environment, own),
    ...urls,
    ...(name === "gateway" ? {} : { [databaseUrlKey(name)]: databaseUrls[name] }),
    DATA_DIR: dataDir,
    PORT: String(listenPorts?.[name] ?? ports[name]),
    ...(seedAt ? { SEED_AT: seedAt.toISOString() } : {}),
  };
}
