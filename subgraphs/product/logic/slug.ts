/** Leaves room in the column for the suffix of a second product with that name. */
const MAX_LENGTH = 100;

/** A slug made from a name: accents dropped, anything but letters and digits a dash; `product` when nothing is left. */
export function slugFrom(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_LENGTH)
    .replaceAll(/^-|-$/g, "");
  return slug === "" ? "product" : slug;
}

/** The same slug with the end of an id, for when the plain one is taken. */
export function withSuffix(slug: string, id: string): string {
  return `${slug}-${id.slice(-8)}`;
}
