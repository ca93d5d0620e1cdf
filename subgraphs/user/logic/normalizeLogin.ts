/** How a login is stored and compared. */
export interface NormalLogin {
  readonly column: "email" | "phone";
  readonly value: string;
}

/** E-mail addresses in lower case and composed (NFC, so that é typed on two systems is one é); phone numbers without the blanks and dashes people type. */
export function normalizeLogin(login: string): NormalLogin {
  const text = login.trim().normalize("NFC");
  if (text.includes("@")) return { column: "email", value: text.toLowerCase() };
  return { column: "phone", value: text.replaceAll(/[\s().-]/g, "") };
}
