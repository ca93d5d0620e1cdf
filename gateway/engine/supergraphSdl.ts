import { Kind, parse, print, visit, type FieldDefinitionNode } from "graphql";

/**
 * The supergraph without the `for:` argument of its @link directives.
 *
 * Apollo's gateway refuses to load features marked `for: SECURITY` that it does not enforce itself
 * (@authenticated, @requiresScopes, @policy). Without the mark it loads them as plain metadata;
 * the subgraphs enforce them.
 */
export function withoutLinkPurposes(supergraphSdl: string): string {
  const stripped = visit(parse(supergraphSdl), {
    Directive(node) {
      if (node.name.value !== "link") return undefined;
      return { ...node, arguments: node.arguments?.filter(({ name }) => name.value !== "for") };
    },
  });
  return print(stripped);
}

/**
 * Coordinates (`Type.field`) of the fields that carry `@tag(name: …)` in the supergraph.
 * The API schema has no directives left, so this is the place to learn it from.
 */
export function fieldsTagged(supergraphSdl: string, tag: string): ReadonlySet<string> {
  const document = parse(supergraphSdl, { noLocation: true });
  const tagged = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      if (carriesTag(field, tag)) tagged.add(`${definition.name.value}.${field.name.value}`);
    }
  }
  return tagged;
}

function carriesTag(field: FieldDefinitionNode, tag: string): boolean {
  return (field.directives ?? []).some(
    (directive) =>
      directive.name.value === "tag" &&
      directive.arguments?.some(
        ({ name, value }) =>
          name.value === "name" && value.kind === Kind.STRING && value.value === tag,
      ),
  );
}
