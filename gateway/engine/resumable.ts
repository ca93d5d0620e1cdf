import {
  getArgumentValues,
  getNamedType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parseType,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";

/** The argument that continues a subscription after an event, and where each event tells its own position. */
const afterArgument = "after";
const cursorPath = { object: "event", id: "id" } as const;

/** Names the gateway adds to what it asks upstream. Two underscores: no schema may use them. */
const afterVariable = "__after";
const cursorAlias = "__cursor";

/** A subscription rewritten so that it can be continued after any of its events. */
export interface Resumable {
  /** Asks for each event's position, and takes the position to continue after from a variable. */
  readonly document: DocumentNode;
  /** The variables to start with: the client's own position, if it gave one. */
  initialVariables(clientVariables: Variables): Variables;
  /** The variables to continue after this event; null when it does not tell its position. */
  variablesAfter(event: ExecutionResult, current: Variables): Variables | null;
}

export type Variables = Readonly<Record<string, unknown>>;

/**
 * Makes a subscription resumable, if its field has an `after` argument and its events have `event { id }`.
 * What is added stays upstream of the projection, so the client never sees it.
 */
export function makeResumable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Resumable | null {
  const rootField = onlyRootField(operation);
  const definition =
    rootField &&
    schema.getRootType(OperationTypeNode.SUBSCRIPTION)?.getFields()[rootField.name.value];
  const after = definition?.args.find(({ name }) => name === afterArgument);
  if (!rootField || !definition || !after || !hasCursor(definition)) return null;
  // A client that uses our names gets exactly what it wrote.
  const source = operation.loc?.source.body ?? "";
  if (source.includes(afterVariable) || source.includes(cursorAlias)) return null;

  const responseName = rootField.alias?.value ?? rootField.name.value;
  const rewritten: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: [
      ...(operation.variableDefinitions ?? []),
      {
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: nameNode(afterVariable) },
        type: parseType(String(after.type)),
      },
    ],
    selectionSet: { ...operation.selectionSet, selections: [withCursor(rootField)] },
  };
  return {
    document: {
      ...document,
      definitions: document.definitions.map((one) => (one === operation ? rewritten : one)),
    },
    initialVariables(clientVariables) {
      const position = getArgumentValues(definition, rootField, clientVariables)[afterArgument];
      return position === undefined
        ? clientVariables
        : { ...clientVariables, [afterVariable]: position };
    },
    variablesAfter(event, current) {
      const cursor = readCursor(event, responseName);
      return cursor === null ? null : { ...current, [afterVariable]: cursor };
    },
  };
}

function onlyRootField(operation: OperationDefinitionNode): FieldNode | null {
  const [selection, ...others] = operation.selectionSet.selections;
  return selection?.kind === Kind.FIELD && others.length === 0 ? selection : null;
}

function hasCursor(definition: GraphQLField<unknown, unknown>): boolean {
  const payload = getNamedType(definition.type);
  const object = isObjectType(payload) ? payload.getFields()[cursorPath.object] : undefined;
  const event = object && getNamedType(object.type);
  return isObjectType(event) && cursorPath.id in event.getFields();
}

function withCursor(field: FieldNode): FieldNode {
  return {
    ...field,
    arguments: [
      ...(field.arguments ?? []).filter(({ name }) => name.value !== afterArgument),
      {
        kind: Kind.ARGUMENT,
        name: nameNode(afterArgument),
        value: { kind: Kind.VARIABLE, name: nameNode(afterVariable) },
      },
    ],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [
        ...(field.selectionSet?.selections ?? []),
        {
          kind: Kind.FIELD,
          alias: nameNode(cursorAlias),
          name: nameNode(cursorPath.object),
          selectionSet: {
            kind: Kind.SELECTION_SET,
            selections: [{ kind: Kind.FIELD, name: nameNode(cursorPath.id) }],
          },
        },
      ],
    },
  };
}

function nameNode(value: string) {
  return { kind: Kind.NAME, value } as const;
}

function readCursor(event: ExecutionResult, responseName: string): string | null {
  const payload = event.data?.[responseName];
  if (!isRecord(payload)) return null;
  const position = payload[cursorAlias];
  const id = isRecord(position) ? position[cursorPath.id] : null;
  return typeof id === "string" ? id : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
