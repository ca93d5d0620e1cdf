import type { CallOptions, Client } from "../client";
import {
  AdjustStockDocument,
  CategoriesDocument,
  CreateProductDocument,
  ProductDocument,
  ProductsDocument,
  PublishProductDocument,
  type AdjustStockInput,
  type CreateProductInput,
  type ProductQueryVariables,
  type ProductsQueryVariables,
  type PublishProductInput,
} from "../generated/operations";
import { withIdempotencyKey, type KeyOptional } from "../idempotency";
import { present } from "./present";

/** Catalogue for everybody, and its care for staff. */
export function createProductRoom(client: Client) {
  return {
    /** The category tree, two levels. */
    async categories(options?: CallOptions) {
      const { categories } = await client.request(CategoriesDocument, {}, options);
      return categories;
    },

    /** A page of published products; `first` is 1 to 100. */
    async products(variables: ProductsQueryVariables, options?: CallOptions) {
      const { products } = await client.request(ProductsDocument, variables, options);
      return products;
    },

    /** One product by id or slug; null when there is none on sale. */
    async product(variables: ProductQueryVariables, options?: CallOptions) {
      const { product } = await client.request(ProductDocument, variables, options);
      return product;
    },

    /** Creates a draft. Scope catalog:write. */
    async createProduct(input: CreateProductInput, options?: CallOptions) {
      const { createProduct } = await client.request(CreateProductDocument, { input }, options);
      return present(createProduct);
    },

    /** Puts a draft on sale. Scope catalog:write. */
    async publishProduct(input: PublishProductInput, options?: CallOptions) {
      const { publishProduct } = await client.request(PublishProductDocument, { input }, options);
      return present(publishProduct);
    },

    /** Changes the stock on hand by `delta`. Scope stock:write. */
    async adjustStock(input: KeyOptional<AdjustStockInput>, options?: CallOptions) {
      const variables = { input: withIdempotencyKey(input) };
      const { adjustStock } = await client.request(AdjustStockDocument, variables, options);
      return present(adjustStock);
    },
  };
}
