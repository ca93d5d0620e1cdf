import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, print } from "graphql";
import { projectRoot } from "@micro-shop/common/config";

const folder = join(projectRoot, "schema/contract");

/** The public operations whose names and selections are fixed, by name. */
const operations: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith(".graphql"))
    .flatMap((file) => parse(readFileSync(join(folder, file), "utf8")).definitions)
    .flatMap((definition) =>
      definition.kind === "OperationDefinition" && definition.name
        ? [[definition.name.value, print(definition)] as const]
        : [],
    ),
);

/** The text of one operation of the contract, as a client would send it. */
export function contractOperation(name: string): string {
  const text = operations.get(name);
  if (text === undefined) throw new Error(`The contract has no operation ${name}.`);
  return text;
}
