import { GraphQLScalarType } from "graphql";
import { GraphQLDate, GraphQLDateTime, GraphQLSafeInt } from "graphql-scalars";

/** RFC 3339 instant in UTC with milliseconds; `Date` inside. */
export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  name: "DateTime",
  description:
    "An instant as RFC 3339 text in UTC with milliseconds, e.g. 2026-11-22T16:00:00.000Z.",
  specifiedByURL: null,
  extensions: {},
});

/** A calendar day, `YYYY-MM-DD`; text inside. */
export const DateScalar = new GraphQLScalarType({
  ...GraphQLDate.toConfig(),
  name: "Date",
  description: "A calendar day, YYYY-MM-DD.",
  serialize: (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value)),
  extensions: {},
});

/** An integer a JSON number carries without loss: |n| ≤ 2^53 − 1. */
export const SafeIntScalar = new GraphQLScalarType({
  ...GraphQLSafeInt.toConfig(),
  name: "SafeInt",
  description: "An integer between −(2^53 − 1) and 2^53 − 1.",
  specifiedByURL: null,
  extensions: {},
});
