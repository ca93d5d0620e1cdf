import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { UserContext } from "../context";
import { login } from "../logic/login";
import { logout } from "../logic/logout";
import { refreshSession } from "../logic/refreshSession";
import { register } from "../logic/register";
import { LoginInput, RefreshSessionInput, RegisterInput } from "../types/session.input";
import { LogoutPayload, SessionPayload } from "../types/session.type";

@Resolver()
export class SessionResolver {
  @Directive('@tag(name: "sensitive")')
  @Mutation(() => SessionPayload, { description: "Makes an account and signs it in." })
  async register(
    @Arg("input", { description: "The new account." }) input: RegisterInput,
    @Ctx() context: UserContext,
  ): Promise<SessionPayload> {
    return { session: await register(context, input) };
  }

  @Directive('@tag(name: "sensitive")')
  @Mutation(() => SessionPayload, { description: "Signs in." })
  async login(
    @Arg("input", { description: "Credentials." }) input: LoginInput,
    @Ctx() context: UserContext,
  ): Promise<SessionPayload> {
    return { session: await login(context, input) };
  }

  @Directive('@tag(name: "sensitive")')
  @Mutation(() => SessionPayload, {
    description:
      "Changes a refresh token for new tokens. It works once; using it twice ends the session.",
  })
  async refreshSession(
    @Arg("input", { description: "The refresh token." }) input: RefreshSessionInput,
    @Ctx() context: UserContext,
  ): Promise<SessionPayload> {
    return { session: await refreshSession(context, input) };
  }

  @Mutation(() => LogoutPayload, { description: "Ends the session of this request." })
  async logout(@Ctx() context: UserContext): Promise<LogoutPayload> {
    await logout(context);
    return {};
  }
}
