import { GraphQLScalarType, type GraphQLScalarTypeConfig } from "graphql";
import { GraphQLDate, GraphQLDateTime, GraphQLSafeInt } from "graphql-scalars";
import { Fault } from "../../errors";

/**
 * The scalar, with what it refuses as a fault of the request: the gateway cannot know the forms of our scalars. The
 * value is not repeated, for it may be a secret in the wrong place.
 */
function strict<Inside, Outside>(
  scalar: GraphQLScalarType<Inside, Outside>,
  form: string,
): Readonly<GraphQLScalarTypeConfig<Inside, Outside>> {
  const config = scalar.toConfig();
  const refusing =
    <Input extends unknown[]>(parse: (...input: Input) => Inside) =>
    (...input: Input): Inside => {
      try {
        return parse(...input);
      } catch (error) {
        throw new Fault("BAD_REQUEST", `A malformed value: ${form}`, { cause: error });
      }
    };
  return {
    ...config,
    parseValue: refusing(config.parseValue),
    parseLiteral: refusing(config.parseLiteral),
  };
}

/** RFC 3339 instant in UTC with milliseconds; `Date` inside. */
export const DateTimeScalar = new GraphQLScalarType({
  ...strict(GraphQLDateTime, "a DateTime is an instant like 2026-11-22T16:00:00.000Z."),
  name: "DateTime",
  description:
    "An instant as RFC 3339 text in UTC with milliseconds, e.g. 2026-11-22T16:00:00.000Z.",
  specifiedByURL: null,
  extensions: {},
});

/** A calendar day, `YYYY-MM-DD`; text inside. */
export const DateScalar = new GraphQLScalarType({
  ...strict(GraphQLDate, "a Date is a calendar day, YYYY-MM-DD."),
  name: "Date",
  description: "A calendar day, YYYY-MM-DD.",
  serialize: (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value)),
  extensions: {},
});

/** An integer a JSON number carries without loss: |n| ≤ 2^53 − 1. */
export const SafeIntScalar = new GraphQLScalarType({
  ...strict(GraphQLSafeInt, "a SafeInt is an integer between −(2^53 − 1) and 2^53 − 1."),
  name: "SafeInt",
  description: "An integer between −(2^53 − 1) and 2^53 − 1.",
  specifiedByURL: null,
  extensions: {},
});
