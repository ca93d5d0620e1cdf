import type { GraphQLFieldResolver } from "graphql";
import { Kind, valueFromASTUntyped, type ConstDirectiveNode, type DocumentNode } from "graphql";
import { fault } from "../errors";
import type { Caller, CallerUser, RequestContext } from "./requestContext";

/** What a caller must prove before an element is answered. */
export interface Rule {
  /** Only another service may ask, never a client through the gateway (`@inaccessible` root fields). */
  readonly siblingOnly: boolean;
  readonly authenticated: boolean;
  /** Alternatives of scopes: one inner list must be held completely (`@requiresScopes`). */
  readonly scopes: readonly (readonly string[])[];
}

const ROOT_TYPES = new Set(["Query", "Mutation", "Subscription"]);

/** Reads the rules of all elements from the SDL's directives: `Type` for a type, `Type.field` for a field. */
export function readRules(sdl: DocumentNode): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>();
  for (const definition of sdl.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.OBJECT_TYPE_EXTENSION
    )
      continue;
    const typeName = definition.name.value;
    addRule(rules, typeName, definition.directives ?? [], false);
    for (const field of definition.fields ?? []) {
      addRule(
        rules,
        `${typeName}.${field.name.value}`,
        field.directives ?? [],
        ROOT_TYPES.has(typeName),
      );
    }
  }
  return rules;
}

function addRule(
  rules: Map<string, Rule>,
  name: string,
  directives: readonly ConstDirectiveNode[],
  isRootField: boolean,
): void {
  const find = (directive: string): ConstDirectiveNode | undefined =>
    directives.find((candidate) => candidate.name.value === directive);
  const scopesNode = find("requiresScopes")?.arguments?.find(
    (argument) => argument.name.value === "scopes",
  );
  const rule: Rule = {
    siblingOnly: isRootField && find("inaccessible") !== undefined,
    authenticated: find("authenticated") !== undefined || scopesNode !== undefined,
    scopes: scopesNode ? (valueFromASTUntyped(scopesNode.value) as string[][]) : [],
  };
  if (rule.siblingOnly || rule.authenticated) rules.set(name, rule);
}

/** Throws UNAUTHENTICATED or FORBIDDEN unless the caller satisfies the rule. */
export function enforce(rule: Rule, caller: Caller): void {
  if (rule.siblingOnly) {
    if (caller.service === "gateway") fault("FORBIDDEN");
    return;
  }
  if (!rule.authenticated) return;
  const { user } = caller;
  if (!user) return fault("UNAUTHENTICATED");
  if (rule.scopes.length === 0) return;
  if (!rule.scopes.some((all) => all.every((scope) => user.scopes.has(scope)))) fault("FORBIDDEN");
}

/** Puts a rule in front of a resolver or subscribe function. */
export function guarded<Source>(
  rule: Rule,
  resolve: GraphQLFieldResolver<Source, RequestContext>,
): GraphQLFieldResolver<Source, RequestContext> {
  return (source, args, context, info) => {
    enforce(rule, context.caller);
    return resolve(source, args, context, info);
  };
}

/** The signed-in caller; UNAUTHENTICATED when there is none (a rule of the SDL has usually asked before). */
export function signedInUser(context: RequestContext): CallerUser {
  return context.caller.user ?? fault("UNAUTHENTICATED");
}

/**
 * Guard of fields that their owner may read besides staff: a foreign caller gets FORBIDDEN.
 * @param scope the scope that lets staff read it.
 */
export function ownerOrScope(caller: Caller, ownerId: string, scope: string): void {
  if (!mayRead(caller, ownerId, scope)) fault(caller.user ? "FORBIDDEN" : "UNAUTHENTICATED");
}

/** Whether the caller is the owner, staff with the scope, or another service of the mall acting for itself. */
export function mayRead(caller: Caller, ownerId: string, scope: string): boolean {
  if (caller.service !== "gateway" && caller.user === null) return true;
  return caller.user !== null && (caller.user.id === ownerId || caller.user.scopes.has(scope));
}
