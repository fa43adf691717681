/** Where to go after sign-in. Only a path of this site: `//host` and `/\host` would leave it. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next)) return "/inbox";
  return next.startsWith("/login") ? "/inbox" : next;
}

export function loginPath(url: Pick<URL, "pathname" | "search">): string {
  const next = url.pathname + url.search;
  return next === "/" || next === "/inbox" ? "/login" : `/login?next=${encodeURIComponent(next)}`;
}
