export interface WelcomeOptions {
  /** Base URL of the gateway. */
  readonly url: string;
  readonly dataDir: string;
  /** Whether the demo data, and so the demo logins, are there. */
  readonly demo: boolean;
  /** Whether the gateway serves the playground. */
  readonly playground: boolean;
}

const firstQuery = "{ products(first: 3) { edges { node { name price { formatted } } } } }";

/** What a newcomer needs once the mall is ready. */
export function welcome({ url, dataDir, demo, playground }: WelcomeOptions): string {
  const logins = demo
    ? `
  Demo logins (password of all: micro-shop-demo)
    customer@example.com   customer2@example.com   staff@example.com
    finance@example.com    admin@example.com
`
    : "";
  const example = demo
    ? `
  The whole purchase, watched live
    MALL_URL=${url}/graphql npm run example
`
    : "";
  const page = playground ? `\n  Playground   ${url}/playground/` : "";
  return `
  micro-shop is running

  Endpoint     ${url}/graphql${page}
  Data, logs   ${dataDir}
${logins}
  A first query
    curl -s ${url}/graphql -H 'content-type: application/json' \\
      -d '{"query":"${firstQuery}"}'
${example}
  Stop with Ctrl-C; the data stays.

`;
}
