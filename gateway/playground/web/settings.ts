/** A login of the demo data, offered at one click. */
export interface DemoLogin {
  readonly login: string;
  readonly password: string;
  readonly purpose: string;
}

export interface Settings {
  /** Path of the GraphQL endpoint on this host, HTTP and WebSocket. */
  readonly endpoint: string;
  /** Empty in production. */
  readonly demoLogins: readonly DemoLogin[];
}

/** What the server wrote into the page. */
export function readSettings(root: HTMLElement): Settings {
  return JSON.parse(root.dataset["settings"] ?? "") as Settings;
}
