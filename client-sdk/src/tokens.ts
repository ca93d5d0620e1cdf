/** What a signed-in user holds. */
export interface Tokens {
  readonly accessToken: string;
  /** Good for one renewal; the renewal yields the next one. */
  readonly refreshToken: string;
  /** When the access token ends, RFC 3339. */
  readonly expiresAt: string;
}

/** Where the tokens live: memory, a keychain, a cookie-less storage. Every method may be asynchronous. */
export interface TokenStore {
  get(): Promise<Tokens | null>;
  /** Must have stored durably when it resolves: the old refresh token is worthless by then. */
  set(tokens: Tokens): Promise<void>;
  clear(): Promise<void>;
}

/** Tokens that live as long as the page or process. */
export function memoryTokenStore(initial: Tokens | null = null): TokenStore {
  let current = initial;
  return {
    get: () => Promise.resolve(current),
    set(tokens) {
      current = tokens;
      return Promise.resolve();
    },
    clear() {
      current = null;
      return Promise.resolve();
    },
  };
}
