import {
  Kind,
  parse,
  visit,
  type DefinitionNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from "graphql";

/** An operation of the SDK that can be opened in a tab. */
export interface Example {
  readonly name: string;
  readonly kind: OperationDefinitionNode["operation"];
  /** The operation as it was written, comments included, and the fragments it needs. */
  readonly text: string;
  readonly operation: OperationDefinitionNode;
}

export interface ExampleGroup {
  /** The folder or file under client-sdk/operations. */
  readonly name: string;
  readonly examples: readonly Example[];
}

/** The operations that lay in client-sdk/operations when the page was built, by group, both sorted by name. */
export function bundledExamples(): ExampleGroup[] {
  return readExamples(
    import.meta.glob<string>("../../../client-sdk/operations/**/*.graphql", {
      query: "?raw",
      import: "default",
      eager: true,
    }),
  );
}

/** @param files text of each document by its path. */
export function readExamples(files: Record<string, string>): ExampleGroup[] {
  const definitions = Object.entries(files).flatMap(([path, text]) =>
    parse(text).definitions.map((node, index, all) => ({
      group: groupOf(path),
      node,
      text: sourceOf(text, node, all[index - 1]),
    })),
  );
  const fragments = new Map(
    definitions.flatMap(({ node, text }) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, { node, text }] as const] : [],
    ),
  );
  const groups = new Map<string, Example[]>();
  for (const { group, node, text } of definitions) {
    if (node.kind === Kind.OPERATION_DEFINITION) {
      const examples = groups.get(group) ?? [];
      groups.set(group, examples);
      examples.push({
        name: node.name?.value ?? "(unnamed)",
        kind: node.operation,
        text: [text, ...neededFragments(node, fragments)].join("\n\n"),
        operation: node,
      });
    }
  }
  return [...groups]
    .map(([name, examples]) => ({ name, examples: examples.toSorted(byName) }))
    .toSorted(byName);
}

/** The first folder under operations, or the file's own name where files lie there directly. */
function groupOf(path: string): string {
  const inside = path.split("/operations/").at(-1) ?? path;
  return inside.replace(/(\/.*|\.graphql)$/, "");
}

/** From the end of the definition before it, so that its comments come along. */
function sourceOf(
  text: string,
  node: DefinitionNode,
  previous: DefinitionNode | undefined,
): string {
  return text.slice(previous?.loc?.end ?? 0, node.loc?.end).trim();
}

function neededFragments(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, { node: FragmentDefinitionNode; text: string }>,
): string[] {
  const needed = new Map<string, string>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment !== undefined && !needed.has(name.value)) {
          needed.set(name.value, fragment.text);
          collect(fragment.node);
        }
      },
    });
  };
  collect(operation);
  return [...needed.values()];
}

function byName(left: { name: string }, right: { name: string }): number {
  return left.name.localeCompare(right.name);
}
