import { buildSchema, parse, type ValidationRule } from "graphql";
import { limitError } from "./limits/limitError";
import { createValidation } from "./validateDocument";

const schema = buildSchema("type Query { a: Int } type Subscription { s: Int }");
const refuseAll: ValidationRule = (context) => ({
  Document: () => context.reportError(limitError()),
});

describe("validation", () => {
  test("stops at the limits: what is beyond them is not looked at further", () => {
    const validateDocument = createValidation({ limits: [refuseAll], further: [] });
    expect(validateDocument(schema, parse("{ nothing }"))).toHaveLength(1);
  });

  test("remembers a document, per schema", () => {
    let runs = 0;
    const counting: ValidationRule = () => ({ Document: () => void (runs += 1) });
    const validateDocument = createValidation({ limits: [], further: [counting] });
    const document = parse("{ a }");
    for (let count = 0; count < 3; count += 1)
      expect(validateDocument(schema, document)).toEqual([]);
    expect(runs).toBe(1);
    const other = buildSchema("type Query { b: Int }");
    expect(validateDocument(other, document)).toHaveLength(1);
    expect(runs).toBe(2);
  });

  test("a rule of graphql-js that throws is an error of the document", () => {
    const validateDocument = createValidation({ limits: [], further: [] });
    const conditional = parse("subscription ($if: Boolean!) { s @include(if: $if) }");
    const [error] = validateDocument(schema, conditional);
    expect(error?.extensions["code"]).toBe("GRAPHQL_VALIDATION_FAILED");
  });
});
