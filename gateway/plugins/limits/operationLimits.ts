/** How large a document may be. Each is checked before anything runs, over HTTP and WebSocket alike. */
export interface OperationLimits {
  /** Levels of fields. */
  readonly depth: number;
  /** Levels of fields when an operation asks for nothing but introspection, which nests types deeply. */
  readonly introspectionDepth: number;
  /** Aliases of an operation, those in fragments once per spread. */
  readonly aliases: number;
  /** Directives of one element. */
  readonly directives: number;
  readonly tokens: number;
  /** UTF-16 code units of the text. */
  readonly characters: number;
  readonly rootFields: number;
  /** Root fields of a mutation. */
  readonly mutations: number;
  /** Root fields of an operation that the supergraph tags as sensitive. */
  readonly sensitiveFields: number;
  /** Items of all lists of an answer, as the arguments and `@listSize` foretell them. */
  readonly nodes: number;
}

export const defaultOperationLimits: OperationLimits = {
  depth: 10,
  introspectionDepth: 20,
  aliases: 15,
  directives: 5,
  tokens: 1_000,
  characters: 15_000,
  rootFields: 10,
  mutations: 4,
  sensitiveFields: 1,
  nodes: 100_000,
};
