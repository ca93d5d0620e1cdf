import { login, logout, refresh, type Tokens } from "./login";

export interface Session extends Tokens {
  readonly login: string;
  readonly name: string | null;
  readonly roles: readonly string[];
}

export interface SessionState {
  readonly session: Session | null;
  /** Why the last session ended by itself, fit to be shown. */
  readonly notice: string | null;
}

/** Who is signed in on this page: the one source of the header that requests and the socket carry. */
export interface SessionStore {
  readonly state: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  /** @throws Error with a message fit to be shown. */
  signIn(credentials: { login: string; password: string }): Promise<void>;
  signOut(): Promise<void>;
  /** A token that is good for the next request, renewed when it is about to end; null when signed out. */
  accessToken(): Promise<string | null>;
  /** A new token in place of one that was refused; null ends the session. */
  renew(refused: string): Promise<string | null>;
}

const storageKey = "micro-shop:session";
/** Renewed this long before its end, so that it survives the way to the server. */
const renewAheadMs = 30_000;

/**
 * @param storage survives a reload of the tab and ends with it (`sessionStorage`): never `localStorage`.
 */
export function createSessionStore(endpoint: string, storage: Storage): SessionStore {
  const listeners = new Set<() => void>();
  let state: SessionState = { session: readStored(storage), notice: null };
  // Refresh tokens rotate: two renewals at once would use one twice and lose the session.
  let renewal: Promise<string | null> | null = null;

  function change(next: SessionState): void {
    state = next;
    if (next.session === null) {
      storage.removeItem(storageKey);
    } else {
      storage.setItem(storageKey, JSON.stringify(next.session));
    }
    listeners.forEach((listener) => listener());
  }

  async function renewOnce(session: Session): Promise<string | null> {
    try {
      const tokens = await refresh(endpoint, session.refreshToken);
      if (state.session?.refreshToken !== session.refreshToken) {
        return state.session?.accessToken ?? null;
      }
      change({ session: { ...session, ...tokens }, notice: null });
      return tokens.accessToken;
    } catch (error) {
      if (state.session?.refreshToken === session.refreshToken) {
        change({ session: null, notice: `Your session has ended: ${messageOf(error)}` });
      }
      return null;
    }
  }

  function renewShared(session: Session): Promise<string | null> {
    renewal ??= renewOnce(session).finally(() => {
      renewal = null;
    });
    return renewal;
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async signIn(credentials) {
      const { user, ...tokens } = await login(endpoint, credentials);
      const session = {
        ...tokens,
        login: credentials.login,
        name: user.name,
        roles: user.roles ?? [],
      };
      change({ session, notice: null });
    },
    async signOut() {
      const { session } = state;
      change({ session: null, notice: null });
      if (session !== null) {
        await logout(endpoint, session.accessToken);
      }
    },
    async accessToken() {
      const { session } = state;
      if (session === null || Date.parse(session.expiresAt) - Date.now() > renewAheadMs) {
        return session?.accessToken ?? null;
      }
      return renewShared(session);
    },
    async renew(refused) {
      const { session } = state;
      return session?.accessToken === refused
        ? renewShared(session)
        : (session?.accessToken ?? null);
    },
  };
}

function readStored(storage: Storage): Session | null {
  const text = storage.getItem(storageKey);
  return text === null ? null : (JSON.parse(text) as Session);
}

/** What a caught value says, for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
