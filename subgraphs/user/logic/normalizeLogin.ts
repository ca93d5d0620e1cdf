/** How a login is stored and compared. */
export interface NormalLogin {
  readonly column: "email" | "phone";
  readonly value: string;
}

/** E-mail addresses in lower case; phone numbers without the blanks and dashes people type. */
export function normalizeLogin(login: string): NormalLogin {
  const text = login.trim();
  if (text.includes("@")) return { column: "email", value: text.toLowerCase() };
  return { column: "phone", value: text.replaceAll(/[\s().-]/g, "") };
}
