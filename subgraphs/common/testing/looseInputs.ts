import { getMetadataStorage, validateSync } from "class-validator";
import { isInputObjectType, isObjectType, type GraphQLSchema } from "graphql";

type InputClass = new () => object;

/** What is used of type-graphql's store of decorators, which it keeps under this global name and does not export. */
interface InputMetadata {
  readonly inputTypes: readonly { readonly target: InputClass; readonly name: string }[];
  readonly argumentTypes: readonly { readonly target: InputClass; readonly name: string }[];
  readonly fields: readonly {
    readonly target: InputClass;
    readonly name: string;
    readonly getType: () => unknown;
    readonly typeOptions: { readonly array?: boolean };
  }[];
}
type InputField = InputMetadata["fields"][number];

/** Events between services: JSON, which the schema of its topic validates. */
const ELSEWHERE_VALIDATED = new Set(["EventInput"]);

const MAX_TEXT = 10_000;
const MAX_ITEMS = 1_000;

/** Validators look at formats too: several beginnings and lengths, so that none is refused for its look alone. */
const BEGINNINGS = ["a", "A", "1", "+1", "a@example.com", "https://example.com/a"];
const LENGTHS = [0, 1, 3, 7, 14, 29, 60, 120, 240];

const tooLong = BEGINNINGS.map((text) => text + (text.at(-1) ?? "").repeat(MAX_TEXT));
const blank = ["", " ", ...LENGTHS.map((length) => "\u00A0".repeat(length))];
const notPlain = ["\0", "\u001B", "\u202E", "\uD800"].flatMap(spoilt);
const brokenLines = ["\n", "\r", "\u2028"].flatMap(spoilt);

/** Texts of all beginnings and lengths with the mark in their midst and at their end. */
function spoilt(mark: string): readonly string[] {
  return BEGINNINGS.flatMap((text) =>
    LENGTHS.flatMap((length) => {
      const more = (text.at(-1) ?? "").repeat(length);
      return [`${text}${mark}${more}`, `${text}${more}${mark}`];
    }),
  );
}

/**
 * Input fields of a subgraph, as `Type.field: what it lets in`, that would take more than they should: text above 10,000 characters, blanks, control characters, line breaks or halves of surrogate pairs, lists above 1,000
 * items, nested inputs nobody validates. Arguments of queries need bounds only, for they are not stored.
 * @param options.free fields that take any text up to their bound: secrets, which are hashed.
 * @param options.severalLines fields of several lines.
 */
export function looseInputs(
  schema: GraphQLSchema,
  options: { readonly free?: readonly string[]; readonly severalLines?: readonly string[] } = {},
): readonly string[] {
  const { TypeGraphQLMetadataStorage: metadata } = globalThis as unknown as {
    TypeGraphQLMetadataStorage: InputMetadata;
  };
  const isInput = (name: string): boolean => isInputObjectType(schema.getType(name));
  const inputs = latest(metadata.inputTypes, ({ name }) => isInput(name));
  const arguments_ = argumentsOf(schema);
  const args = latest(metadata.argumentTypes, ({ target }) => {
    const own = metadata.fields.filter((field) => field.target === target);
    return arguments_.some((names) => own.every((field) => names.has(field.name)));
  });
  return metadata.fields.flatMap((field) => {
    const typeName = inputs.get(field.target) ?? args.get(field.target);
    if (typeName === undefined || ELSEWHERE_VALIDATED.has(typeName)) return [];
    const name = `${typeName}.${field.name}`;
    const isStored = inputs.has(field.target) && options.free?.includes(name) !== true;
    const isOneLine = isStored && options.severalLines?.includes(name) !== true;
    return problemsOf(field, { isStored, isOneLine }).map((problem) => `${name}: ${problem}`);
  });
}

/** Classes with their names. The store may hold those of other subgraphs and of tests before: the last one counts. */
function latest<Entry extends { readonly target: InputClass; readonly name: string }>(
  entries: readonly Entry[],
  isOurs: (entry: Entry) => boolean,
): ReadonlyMap<InputClass, string> {
  const byName = new Map(entries.map(({ target, name }) => [name, target]));
  return new Map(
    entries.flatMap((entry) =>
      byName.get(entry.name) === entry.target && isOurs(entry) ? [[entry.target, entry.name]] : [],
    ),
  );
}

/** The names of the arguments of each field: classes of arguments have no name in a schema. */
function argumentsOf(schema: GraphQLSchema): readonly ReadonlySet<string>[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).map(({ args }) => new Set(args.map(({ name }) => name)))
      : [],
  );
}

function problemsOf(
  field: InputField,
  { isStored, isOneLine }: { readonly isStored: boolean; readonly isOneLine: boolean },
): readonly string[] {
  const { array: isList = false } = field.typeOptions;
  const type = field.getType();
  const admits = (value: unknown): boolean => accepts(field, isList ? [value] : value);
  const problems: string[] = [];
  if (isList && accepts(field, Array.from({ length: MAX_ITEMS + 1 })))
    problems.push(`lists above ${MAX_ITEMS} items`);
  if (isText(type)) {
    if (tooLong.some(admits)) problems.push(`text above ${MAX_TEXT} characters`);
    if (isStored && blank.some(admits)) problems.push("nothing but blanks");
    if (isStored && notPlain.some(admits)) problems.push("control characters");
    if (isOneLine && brokenLines.some(admits)) problems.push("line breaks");
  } else if (typeof type === "function" && isInputClass(type) && !isNested(field)) {
    problems.push("a nested input that is not validated");
  }
  return problems;
}

function accepts(field: InputField, value: unknown): boolean {
  const input = Object.assign(new field.target(), { [field.name]: value });
  const errors = validateSync(input, { skipMissingProperties: true, forbidUnknownValues: false });
  return !errors.some(({ property, constraints }) => property === field.name && constraints);
}

function isText(type: unknown): boolean {
  const name = (type as { name?: unknown } | null)?.name;
  return name === "String" || name === "ID";
}

function isInputClass(type: Function): boolean {
  return ![String, Number, Boolean, Date].some((scalar) => scalar === type);
}

function isNested({ target, name }: InputField): boolean {
  return getMetadataStorage()
    .getTargetValidationMetadatas(target, "", false, false)
    .some(({ propertyName, type }) => propertyName === name && type === "nestedValidation");
}
