import { GraphQLError } from "graphql";

/** The errors with which a subscription ended. The client gets all of them, masked like those of a query. */
export class SubscriptionRefused extends Error {
  override readonly name = "SubscriptionRefused";

  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors.map(({ message }) => message).join(" "));
  }
}

/** The errors a subgraph sent, marked as its own, so that masking does not take them for the gateway's. */
export function refusedBy(subgraph: string, errors: readonly SentError[]): SubscriptionRefused {
  return new SubscriptionRefused(
    errors.map(
      ({ message, extensions }) =>
        new GraphQLError(message, { extensions: { ...extensions, serviceName: subgraph } }),
    ),
  );
}

/** An error as it came over the wire. */
interface SentError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}
