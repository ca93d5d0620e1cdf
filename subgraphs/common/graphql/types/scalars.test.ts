import {
  execute,
  GraphQLInt,
  GraphQLObjectType,
  GraphQLSchema,
  parse,
  validate,
  type GraphQLScalarType,
} from "graphql";
import { maskError } from "../maskError";
import { DateScalar, DateTimeScalar, SafeIntScalar } from "./scalars";

const takes = (type: GraphQLScalarType) => ({ type: GraphQLInt, args: { of: { type } } });
const fields = {
  day: takes(DateScalar),
  instant: takes(DateTimeScalar),
  number: takes(SafeIntScalar),
};
const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: "Query", fields }) });

const wrong = [
  ["day", "Date", "1990-02-30"],
  ["day", "Date", 5],
  ["instant", "DateTime", "yesterday"],
  ["instant", "DateTime", "2026-02-30T00:00:00Z"],
  ["number", "SafeInt", "5"],
  ["number", "SafeInt", 9_007_199_254_740_992],
  ["number", "SafeInt", 1e20],
] as const;

describe.each(wrong)("%s(of: %s) given %p", (field, type, value) => {
  const expected = {
    code: "BAD_REQUEST",
    message: expect.stringMatching(`^A malformed value: an? ${type} `),
  };
  const masked = (error: unknown) => {
    const { extensions, message } = maskError(error);
    return { code: extensions?.["code"], message };
  };

  it("is refused as a literal, without its value", () => {
    const errors = validate(schema, parse(`{ ${field}(of: ${JSON.stringify(value)}) }`));
    expect(errors.map(masked)).toEqual([expected]);
  });

  it("is refused as a variable, without its value", async () => {
    const document = parse(`query ($value: ${type}) { ${field}(of: $value) }`);
    const result = await execute({ schema, document, variableValues: { value } });
    expect(result.errors?.map(masked)).toEqual([expected]);
  });
});
