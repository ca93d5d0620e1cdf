/** What the endpoint answers to a login or a refresh, as far as the page needs it. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends, ISO 8601. */
  readonly expiresAt: string;
}

export interface SignedIn extends Tokens {
  readonly user: {
    readonly id: string;
    readonly name: string | null;
    readonly roles: string[] | null;
  };
}

interface SessionAnswer<Session> {
  readonly session: Session | null;
  readonly userErrors: readonly { readonly message: string }[];
}

const loginMutation = /* GraphQL */ `
  mutation PlaygroundLogin($input: LoginInput!) {
    answer: login(input: $input) {
      session {
        accessToken
        refreshToken
        expiresAt
        user {
          id
          name
          roles
        }
      }
      userErrors {
        message
      }
    }
  }
`;

const refreshMutation = /* GraphQL */ `
  mutation PlaygroundRefresh($input: RefreshSessionInput!) {
    answer: refreshSession(input: $input) {
      session {
        accessToken
        refreshToken
        expiresAt
      }
      userErrors {
        message
      }
    }
  }
`;

const logoutMutation = /* GraphQL */ `
  mutation PlaygroundLogout {
    answer: logout {
      userErrors {
        message
      }
    }
  }
`;

/** @throws Error with the refusal's message, fit to be shown. */
export async function login(
  endpoint: string,
  input: { login: string; password: string },
): Promise<SignedIn> {
  return sessionOf(
    await ask<SessionAnswer<SignedIn>>(endpoint, { query: loginMutation, variables: { input } }),
  );
}

/** @throws Error when the refresh token is used, ended or revoked. */
export async function refresh(endpoint: string, refreshToken: string): Promise<Tokens> {
  const variables = { input: { refreshToken } };
  return sessionOf(
    await ask<SessionAnswer<Tokens>>(endpoint, { query: refreshMutation, variables }),
  );
}

export async function logout(endpoint: string, accessToken: string): Promise<void> {
  await ask(endpoint, { query: logoutMutation }, { authorization: `Bearer ${accessToken}` });
}

function sessionOf<Session>(answer: SessionAnswer<Session>): Session {
  if (answer.session === null) {
    throw new Error(answer.userErrors[0]?.message ?? "The login was refused.");
  }
  return answer.session;
}

async function ask<Answer>(
  endpoint: string,
  body: { query: string; variables?: object },
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const reply = (await response.json()) as {
    data?: { answer: Answer } | null;
    errors?: { message: string }[];
  };
  if (!reply.data) {
    throw new Error(reply.errors?.[0]?.message ?? `The endpoint answered ${response.status}.`);
  }
  return reply.data.answer;
}
