import { registerEnumType } from "type-graphql";

export const ProductStatusEnum = {
  DRAFT: "DRAFT",
  PUBLISHED: "PUBLISHED",
  ARCHIVED: "ARCHIVED",
} as const;

export type ProductStatus = keyof typeof ProductStatusEnum;

registerEnumType(ProductStatusEnum, {
  name: "ProductStatus",
  description: "Whether customers can see a product.",
  valuesConfig: {
    DRAFT: { description: "Never published; staff only." },
    PUBLISHED: { description: "In the shop." },
    ARCHIVED: { description: "Taken out of the shop; staff only." },
  },
});

export const ProductSortEnum = {
  NEWEST: "NEWEST",
  PRICE_ASC: "PRICE_ASC",
  PRICE_DESC: "PRICE_DESC",
  RATING: "RATING",
  POPULAR: "POPULAR",
} as const;

export type ProductSort = keyof typeof ProductSortEnum;

registerEnumType(ProductSortEnum, {
  name: "ProductSort",
  description: "In which order products are listed.",
  valuesConfig: {
    NEWEST: { description: "The latest published first." },
    PRICE_ASC: { description: "The lowest price first." },
    PRICE_DESC: { description: "The highest price first." },
    RATING: { description: "The best average rating first; unrated ones last." },
    POPULAR: { description: "The most units sold first." },
  },
});
