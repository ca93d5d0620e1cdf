import { setTimeout } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright-core";

export interface Operation {
  readonly query: string;
  readonly variables?: object;
}

/** The playground in a browser, driven as a person would. */
export interface PlaygroundPage {
  readonly page: Page;
  /** Errors of the page itself so far: uncaught exceptions and what its CSP refused. */
  failures(): string[];
  /** Opens an operation by deep link in a tab; the session stays. */
  openOperation(operation: Operation): Promise<void>;
  /** One click on a demo login; resolves when the page says who is signed in. */
  signInAs(login: string): Promise<void>;
  signOut(): Promise<void>;
  /** The `authorization` value that the Sign in panel says every request carries; null when signed out. */
  shownAuthorization(): Promise<string | null>;
  /** Opens an operation of the Examples panel in a new tab. */
  openExample(name: string): Promise<void>;
  /** What the current tab holds, as far as it can be seen. */
  shownOperation(): Promise<{ query: string; variables: string }>;
  /** What the Sign in panel complains about. */
  shownFailure(): Promise<string | null>;
  /** Presses Execute; for a subscription, pressed again it ends it. */
  run(): Promise<void>;
  /** Resolves with the shown answer as soon as it contains the text, white space aside. @throws after `timeoutMs`, saying what is shown. */
  answerContaining(text: string, timeoutMs?: number): Promise<string>;
}

const answerTimeoutMs = 15_000;
const pollEveryMs = 50;

/**
 * Opens `/playground/` of a gateway and waits until it can be used.
 * @param origin such as `http://127.0.0.1:4000`
 * @param operation what its deep link opens; default: the page's own first query
 */
export async function openPlayground(
  context: BrowserContext,
  origin: string,
  operation?: Operation,
): Promise<PlaygroundPage> {
  const page = await context.newPage();
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy/.test(message.text())) {
      failures.push(message.text());
    }
  });

  const load = async (opened?: Operation): Promise<void> => {
    await page.goto(`${origin}/playground/${opened ? deepLink(opened) : ""}`);
    // The editors exist once Monaco is there; before that a click on Execute does nothing.
    await page.locator(".graphiql-query-editor .view-line").first().waitFor();
    await page.locator(".graphiql-response .monaco-editor").waitFor();
  };
  const showPanel = async (title: string): Promise<void> => {
    const button = page.getByRole("button", { name: `Show ${title}`, exact: true });
    if (await button.isVisible()) {
      await button.click();
    }
    await page.getByRole("heading", { name: title, exact: true, level: 2 }).waitFor();
  };
  await load(operation);

  return {
    page,
    failures: () => [...failures],
    openOperation: load,
    async signInAs(login) {
      await showPanel("Sign in");
      await page.getByRole("button", { name: login }).click();
      await page.locator(".playground-user", { hasText: login }).waitFor();
    },
    async signOut() {
      await showPanel("Sign in");
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.locator(".playground-user", { hasText: "not signed in" }).waitFor();
    },
    async shownAuthorization() {
      await showPanel("Sign in");
      const shown = page.getByTestId("authorization");
      const text = (await shown.count()) === 0 ? null : await shown.textContent();
      return text?.replace("authorization: ", "") ?? null;
    },
    async openExample(name) {
      await showPanel("Examples");
      await page.getByRole("button", { name: new RegExp(`^${name}\\b`) }).click();
      await page.getByRole("tab", { name }).waitFor();
    },
    shownOperation: async () => ({
      query: await visibleText(page, ".graphiql-query-editor"),
      variables: await visibleText(page, ".graphiql-editor-tool"),
    }),
    async shownFailure() {
      await showPanel("Sign in");
      return page.locator(".playground-panel [role=alert]").textContent();
    },
    run: () => page.locator(".graphiql-execute-button").click(),
    async answerContaining(text, timeoutMs = answerTimeoutMs) {
      // A tall page, because Monaco draws only the lines that can be seen.
      await page.setViewportSize({ width: 1440, height: 2400 });
      const giveUpAt = performance.now() + timeoutMs;
      for (;;) {
        const shown = await visibleText(page, ".graphiql-response");
        // Monaco wraps long lines, so white space says nothing about the answer.
        if (shown.replaceAll(/\s/g, "").includes(text.replaceAll(/\s/g, ""))) {
          return shown;
        }
        if (performance.now() > giveUpAt) {
          throw new Error(`The answer never contained ${JSON.stringify(text)}; shown:\n${shown}`);
        }
        await setTimeout(pollEveryMs);
      }
    },
  };
}

function deepLink({ query, variables }: Operation): string {
  const parameters = { query, ...(variables && { variables: JSON.stringify(variables) }) };
  return `?${new URLSearchParams(parameters).toString()}`;
}

/** The lines that an editor shows, top to bottom; Monaco keeps them in the order of their drawing. */
async function visibleText(page: Page, editor: string): Promise<string> {
  const lines = await page.locator(`${editor} .view-line`).evaluateAll((elements) =>
    elements
      .map((element) => ({
        top: Number.parseFloat(element.style.top),
        text: element.textContent ?? "",
      }))
      .toSorted((left, right) => left.top - right.top)
      .map(({ text }) => text),
  );
  return lines.join("\n").replaceAll("\u00a0", " ");
}
