import { newId } from "@micro-shop/common/ids";
import type { CallerUser } from "@micro-shop/common/graphql/requestContext";
import type { Logger } from "@micro-shop/common/log";
import { IDENTITY_HEADER, signIdentity } from "@micro-shop/common/security/identity";
import { createTokenVerifier } from "@micro-shop/common/security/userTokens";
import type { GatewayConfig } from "../config";
import type { Authenticate } from "./authentication";
import { watchRevocations } from "./revocations";
import { createUserAuthentication } from "./userAuthentication";

/** Who comes in, and who has to leave early. */
export interface Gate {
  readonly authenticate: Authenticate;
  /** Calls the listener with each new list of revocations. One listener. */
  onRevocation(listener: (isRevoked: (user: CallerUser) => boolean) => void): void;
  close(): void;
}

/** Opens the gate and starts to follow the revocations. */
export function openGate(config: GatewayConfig, log: Logger): Gate {
  let listener: Parameters<Gate["onRevocation"]>[0] = () => undefined;
  const revocations = watchRevocations({
    url: config.REVOCATION_URL ?? `${config.USER_URL}/internal/revocations`,
    everyMs: config.REVOCATION_EVERY_MS,
    headers: () => ({ [IDENTITY_HEADER]: ownIdentity(config.IDENTITY_SECRET) }),
    log,
    onUpdate: (isRevoked) => listener(isRevoked),
  });
  void revocations.refresh();
  return {
    authenticate: createUserAuthentication({
      verify: createTokenVerifier(config.JWKS_URL ?? `${config.USER_URL}/.well-known/jwks.json`),
      isRevoked: revocations.isRevoked,
    }),
    onRevocation(next) {
      listener = next;
    },
    close: () => revocations.stop(),
  };
}

/** The gateway speaking for itself, to the service that knows the users. */
function ownIdentity(secret: string): string {
  const caller = { service: "gateway", user: null, clientAddress: "", requestId: newId() } as const;
  return signIdentity(secret, { caller, audience: "user", body: "" });
}
