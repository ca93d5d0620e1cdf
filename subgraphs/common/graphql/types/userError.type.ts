import { Directive, Field, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import { userErrorCodes, type UserErrorCode } from "../../errors";

const UserErrorCodeEnum = Object.fromEntries(
  Object.keys(userErrorCodes).map((code) => [code, code]),
);

registerEnumType(UserErrorCodeEnum, {
  name: "UserErrorCode",
  description: "Why an input was refused.",
  valuesConfig: Object.fromEntries(
    Object.entries(userErrorCodes).map(([code, description]) => [code, { description }]),
  ),
});

/** Implementers are plain objects with `__typename`; list every subtype a subgraph uses in its `orphanedTypes`. */
@InterfaceType({
  description: "Something in the input that was refused and that the client can act on.",
  autoRegisterImplementations: false,
  resolveType: (value: { __typename?: string }) => value.__typename ?? "GeneralError",
})
export abstract class UserError {
  @Field(() => UserErrorCodeEnum, { description: "A stable code to branch on." })
  readonly code!: UserErrorCode;

  @Field(() => String, { description: "A sentence for people, in English." })
  readonly message!: string;

  @Field(() => [String], {
    nullable: true,
    description: "The offending input field, outermost first; null when it is none in particular.",
  })
  readonly path!: readonly string[] | null;
}

@Directive("@shareable")
@ObjectType({
  implements: UserError,
  description: "A refusal that carries nothing beyond its code and message.",
  simpleResolvers: true,
})
export class GeneralError extends UserError {}
