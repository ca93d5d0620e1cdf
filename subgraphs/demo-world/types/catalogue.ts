export interface DemoCategory {
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  /** Unique in the whole tree. */
  readonly slug: string;
  /** Order among its siblings, from 0. */
  readonly position: number;
  readonly createdAt: Date;
}

/** One typed attribute; the type is the JavaScript type of the value. */
export interface DemoAttribute {
  readonly name: string;
  readonly value: string | number | boolean;
}

export interface DemoOption {
  readonly name: string;
  readonly values: readonly string[];
}

export interface DemoMedia {
  readonly id: string;
  /** A path on the mall's own host. */
  readonly url: string;
  readonly alt: string;
  /** Order within the product, from 0. */
  readonly position: number;
}

export interface DemoProduct {
  readonly id: string;
  /** A leaf of the category tree. */
  readonly categoryId: string;
  readonly name: string;
  readonly slug: string;
  readonly description: string;
  readonly status: "DRAFT" | "PUBLISHED" | "ARCHIVED";
  readonly attributes: readonly DemoAttribute[];
  readonly options: readonly DemoOption[];
  readonly media: readonly DemoMedia[];
  /** The lowest price of its SKUs. */
  readonly priceMinor: number;
  readonly currency: "USD";
  readonly createdAt: Date;
  /** Null for drafts. */
  readonly publishedAt: Date | null;
  /** Only for archived products. */
  readonly archivedAt: Date | null;
}

export interface DemoSku {
  readonly id: string;
  readonly productId: string;
  readonly code: string;
  /** Order within the product, from 0. */
  readonly position: number;
  /** One value per option of the product, in the product's order; the combination is unique in it. */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly priceMinor: number;
  /** Where present, at least the price. */
  readonly listPriceMinor: number | null;
  readonly currency: "USD";
  readonly createdAt: Date;
}
