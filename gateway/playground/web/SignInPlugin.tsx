import { Button, useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from "@graphiql/react";
import { useState, type SubmitEvent } from "react";
import { messageOf, type Session, type SessionStore } from "./session";
import type { Settings } from "./settings";
import { useSession } from "./useSession";

/** The panel that signs in and out. Its title is fixed: tests and the stored panel refer to it. */
export function createSignInPlugin(settings: Settings, store: SessionStore): GraphiQLPlugin {
  return {
    title: "Sign in",
    icon: PersonIcon,
    content: () => <SignIn settings={settings} store={store} />,
  };
}

function SignIn({ settings, store }: { settings: Settings; store: SessionStore }) {
  const { session, notice } = useSession(store);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const actions = useGraphiQLActions();
  const schema = useGraphiQL((state) => state.schema);

  async function attempt(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      await work();
      // Where introspection is for staff alone, the documentation appears with the login.
      if (!schema) {
        await actions.introspect();
      }
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setBusy(false);
    }
  }

  const signIn = (credentials: { login: string; password: string }): void =>
    void attempt(() => store.signIn(credentials));
  return (
    <section className="playground-panel" aria-busy={isBusy}>
      <h2>Sign in</h2>
      {session && (
        <Account session={session} onSignOut={() => void attempt(() => store.signOut())} />
      )}
      {(failure ?? notice) && (
        <p className="playground-failure" role="alert">
          {failure ?? notice}
        </p>
      )}
      {settings.demoLogins.length > 0 && (
        <>
          <h3>{session ? "Switch to another demo login" : "Demo logins, one click each"}</h3>
          <ul className="playground-list">
            {settings.demoLogins.map(({ login, password, purpose }) => (
              <li key={login}>
                <button
                  type="button"
                  className={
                    session?.login === login ? "playground-entry active" : "playground-entry"
                  }
                  disabled={isBusy}
                  onClick={() => signIn({ login, password })}
                >
                  <strong>{login}</strong>
                  <small>{purpose}</small>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {!session && <LoginForm isBusy={isBusy} onSubmit={signIn} />}
    </section>
  );
}

function Account({ session, onSignOut }: { session: Session; onSignOut: () => void }) {
  return (
    <div className="playground-account" data-testid="account">
      <p>
        Signed in as <strong>{session.login}</strong>
        {session.name && ` (${session.name})`}
      </p>
      <p className="playground-roles">
        {session.roles.map((role) => (
          <span key={role}>{role}</span>
        ))}
      </p>
      <p>Every request and the subscription socket carry</p>
      <code data-testid="authorization">authorization: Bearer {session.accessToken}</code>
      <p className="playground-hint">
        It is renewed by itself. An authorization in the Headers editor wins over it.
      </p>
      <Button type="button" onClick={onSignOut}>
        Sign out
      </Button>
    </div>
  );
}

interface LoginFormProps {
  readonly isBusy: boolean;
  readonly onSubmit: (credentials: { login: string; password: string }) => void;
}

function LoginForm({ isBusy, onSubmit }: LoginFormProps) {
  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onSubmit({ login: textOf(form, "login"), password: textOf(form, "password") });
  }
  return (
    <form className="playground-form" onSubmit={submit}>
      <h3>Your own login</h3>
      <label>
        E-mail or phone
        <input name="login" autoComplete="username" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <Button type="submit" disabled={isBusy}>
        Sign in
      </Button>
    </form>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function PersonIcon() {
  return (
    <svg height="1em" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.3">
      <circle cx="8" cy="5" r="3" />
      <path d="M2.5 14.5c.4-3.2 2.6-5 5.5-5s5.1 1.8 5.5 5" strokeLinecap="round" />
    </svg>
  );
}
