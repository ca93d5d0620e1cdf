/** A product of which only the id is known here; the product subgraph fills it, or hides it. */
export interface ProductStub {
  readonly id: string;
}

export function productStubs(ids: readonly string[]): readonly ProductStub[] {
  return ids.map((id) => ({ id }));
}
