import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  buildASTSchema,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from "graphql";
import { fromRoot } from "./layout";

/** A `.graphql` file of operations. */
export interface OperationFile {
  readonly file: string;
  readonly document: DocumentNode;
}

/** All `.graphql` files below a folder, sorted by path. A missing folder has none; a syntax error names the file. */
export function readOperationFiles(folder: string): OperationFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".graphql"))
    .toSorted()
    .map((name) => readOperationFile(path.join(folder, name)));
}

function readOperationFile(file: string): OperationFile {
  try {
    return { file, document: parse(readFileSync(file, "utf8")) };
  } catch (error) {
    if (error instanceof GraphQLError) {
      throw new Error(`${fromRoot(file)}: ${describe(error)}`, { cause: error });
    }
    throw error;
  }
}

/**
 * The schema of an SDL, subgraph or public. Federation directives are not defined in a subgraph's SDL, composition
 * has checked them; here only types and fields count.
 */
export function schemaOf(sdl: string): GraphQLSchema {
  return buildASTSchema(parse(sdl), { assumeValidSDL: true });
}

/** What is wrong with a file's operations, one sentence each; none when all are valid. */
export function problemsOf(operations: OperationFile, schema: GraphQLSchema): string[] {
  return validate(schema, operations.document).map(
    (error) => `${fromRoot(operations.file)}: ${describe(error)}`,
  );
}

function describe(error: GraphQLError): string {
  const line = error.locations?.[0]?.line;
  return line === undefined ? error.message : `line ${line}: ${error.message}`;
}
