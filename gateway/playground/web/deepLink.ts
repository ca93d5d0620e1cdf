/** An operation that a link opens: `/playground/?query=…&variables=…`. */
export interface DeepLink {
  readonly query?: string;
  /** JSON text. */
  readonly variables?: string;
}

/** Reads a page's query string; parameters that are missing or empty are left out. */
export function readDeepLink(search: string): DeepLink {
  const parameters = new URLSearchParams(search);
  const link: Record<string, string> = {};
  for (const name of ["query", "variables"]) {
    const value = parameters.get(name);
    if (value) {
      link[name] = value;
    }
  }
  return link;
}

/** The address of this page that opens the operation. Headers stay out: they may hold a token. */
export function writeDeepLink(page: string, link: DeepLink): string {
  const url = new URL(page);
  url.search = new URLSearchParams(
    Object.entries(link).filter(([, value]) => Boolean(value)),
  ).toString();
  return url.toString();
}
