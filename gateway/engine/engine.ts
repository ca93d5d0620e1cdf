import type { DocumentNode, ExecutionResult, GraphQLSchema } from "graphql";
import type { GatewayContext } from "../context";

/** An operation that was parsed, kept within the limits and validated against `schema`. */
export interface Operation {
  /** The API schema the document was validated against; it names the generation that runs it. */
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** The document's text. */
  readonly source: string;
  /** SHA-256 of the text, hexadecimal: with the operation's name, the key of everything compiled from it. */
  readonly queryHash: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GatewayContext;
}

/** The results of a subscription. `return()` ends it at once, even while a result is awaited. */
export type EventStream = AsyncGenerator<ExecutionResult, void, void>;

/** What runs operations on a supergraph. The lanes above it know nothing else of execution. */
export interface Engine {
  /** The API schema of the newest generation. */
  readonly schema: GraphQLSchema;
  /** Names of the subgraphs of the newest generation. */
  readonly subgraphs: readonly string[];
  /** Runs a query or mutation. Faults of single fields are in `errors`; it rejects only when nothing can be answered. */
  execute(operation: Operation): Promise<ExecutionResult>;
  /** Starts a subscription. A result instead of a stream is a refusal. */
  subscribe(operation: Operation): Promise<EventStream | ExecutionResult>;
  /**
   * Switches to another supergraph; false when it is the one that runs. What runs goes on with the old one.
   * Rejects, and changes nothing, when the SDL is not a supergraph this engine can run.
   */
  reload(supergraphSdl: string): Promise<boolean>;
  /** Calls the listener after each switch. Returns the way to stop that. */
  onReload(listener: (schema: GraphQLSchema, supergraphSdl: string) => void): () => void;
  stop(): Promise<void>;
}
