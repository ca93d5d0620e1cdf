import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";

const pageSize = 5;
/** Deeper inputs are left empty: no input of the mall nests further, and a recursive one would never end. */
const deepestInput = 4;

/**
 * Variables to start from, as JSON text: every required one and every required field of its input, with a
 * value of the right type. Empty text when the operation requires none.
 */
export function exampleVariables(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema | null | undefined,
): string {
  const values: Record<string, unknown> = {};
  for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
    if (type.kind === "NonNullType" && defaultValue === undefined) {
      // The AST's type is an input type, or the operation would not be valid.
      const inputType = schema && (typeFromAST(schema, type) as GraphQLInputType | undefined);
      values[variable.name.value] = inputType
        ? exampleValue(variable.name.value, inputType, 0)
        : null;
    }
  }
  return Object.keys(values).length === 0 ? "" : JSON.stringify(values, null, 2);
}

function exampleValue(name: string, type: GraphQLInputType, depth: number): unknown {
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (isListType(nullable)) {
    return depth < deepestInput ? [exampleValue(name, nullable.ofType, depth + 1)] : [];
  }
  const named = getNamedType(nullable);
  if (isInputObjectType(named)) {
    const fields = depth < deepestInput ? Object.values(named.getFields()) : [];
    return Object.fromEntries(
      fields
        .filter(isRequiredInputField)
        .map((field) => [field.name, exampleValue(field.name, field.type, depth + 1)]),
    );
  }
  if (isEnumType(named)) {
    return named.getValues()[0]?.name ?? null;
  }
  return exampleScalar(name, named.name);
}

function exampleScalar(name: string, typeName: string): unknown {
  switch (typeName) {
    case "Int":
    case "SafeInt":
      return name === "first" ? pageSize : 1;
    case "Float":
      return 1;
    case "Boolean":
      return true;
    default:
      return name === "idempotencyKey" ? randomKey() : "";
  }
}

/** `crypto.randomUUID` exists on secure origins only; the playground also runs on a plain-HTTP host. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
