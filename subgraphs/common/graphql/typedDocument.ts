/**
 * The text of one GraphQL operation together with the types of its result and variables.
 * Made by `npm run schema` from `schema/internal/*.graphql`; a service client sends `text`.
 */
export class TypedDocumentString<Result, Variables> {
  /** Carries the types only; never set. */
  declare readonly __apiType?: (variables: Variables) => Result;

  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}
