/** The WebSocket endpoint beside an HTTP endpoint; a path alone is taken from the page's own address. */
export function webSocketUrl(url: string): string {
  const base = typeof location === "undefined" ? undefined : location.href;
  // Without a page a path names no host; whoever subscribes is then told so by the WebSocket itself.
  const absolute = base === undefined ? url : new URL(url, base).href;
  return absolute.replace(/^http/, "ws");
}
