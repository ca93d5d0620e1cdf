import { Arg, Ctx, Directive, Mutation, Query, Resolver } from "type-graphql";
import type { UserContext } from "../context";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { updateProfile } from "../logic/updateProfile";
import { UserPayload } from "../types/payloads.type";
import { UpdateProfileInput } from "../types/profile.input";
import { User } from "../types/user.type";

@Resolver()
export class UserResolver {
  @Query(() => User, { nullable: true, description: "The signed-in user; null when nobody is." })
  me(@Ctx() context: UserContext): Promise<User | null> | null {
    const { user } = context.caller;
    return user ? context.loaders.user.load(user.id) : null;
  }

  @Directive("@authenticated")
  @Mutation(() => UserPayload, { description: "Changes one's profile." })
  async updateProfile(
    @Arg("input", { description: "The changes." }) input: UpdateProfileInput,
    @Ctx() context: UserContext,
  ): Promise<UserPayload> {
    const user = await updateProfile(context, input);
    context.loaders.user.clear(signedInUser(context).id);
    return { user };
  }
}
