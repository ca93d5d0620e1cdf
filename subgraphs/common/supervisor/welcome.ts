export interface WelcomeOptions {
  /** Base URL of the gateway. */
  readonly url: string;
  readonly dataDir: string;
  /** Whether the demo data, and so the demo logins, are there. */
  readonly demo: boolean;
}

const firstQuery = "{ products(first: 3) { edges { node { name price { formatted } } } } }";

/** What a newcomer needs once the mall is ready. */
export function welcome({ url, dataDir, demo }: WelcomeOptions): string {
  const logins = demo
    ? `
  Demo logins (password of all: micro-shop-demo)
    customer@example.com   customer2@example.com   staff@example.com
    finance@example.com    admin@example.com
`
    : "";
  return `
  micro-shop is running

  Endpoint     ${url}/graphql
  Playground   ${url}/playground/
  Data, logs   ${dataDir}
${logins}
  A first query
    curl -s ${url}/graphql -H 'content-type: application/json' \\
      -d '{"query":"${firstQuery}"}'

  The whole purchase, watched live
    MALL_URL=${url}/graphql npm run example
  Stop with Ctrl-C; the data stays.

`;
}
