import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { ConnectionArgs, type Page } from "@micro-shop/common/graphql/connection";
import { ownerOrScope } from "@micro-shop/common/graphql/guards";
import { DateScalar, DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import type { UserContext } from "../context";
import { listFavorites } from "../logic/listFavorites";
import { Address } from "../types/address.type";
import { Gender, Role, UserStatus } from "../types/enums";
import { FavoriteConnection } from "../types/product.type";
import { UserSession } from "../types/session.type";
import { User } from "../types/user.type";

const STAFF_SCOPE = "user:read";

/** The fields of a user that only they and staff may read; everybody else gets null and FORBIDDEN. */
@Resolver(() => User)
export class UserFieldsResolver {
  @FieldResolver(() => String, { nullable: true, description: "E-mail address. Owner and staff." })
  email(@Root() user: User, @Ctx() context: UserContext): string | null {
    return guarded(user, context).email;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Phone number, E.164. Owner and staff.",
  })
  phone(@Root() user: User, @Ctx() context: UserContext): string | null {
    return guarded(user, context).phone;
  }

  @FieldResolver(() => String, { nullable: true, description: "Picture. Owner and staff." })
  avatarUrl(@Root() user: User, @Ctx() context: UserContext): string | null {
    return guarded(user, context).avatarUrl;
  }

  @FieldResolver(() => Gender, { nullable: true, description: "Gender. Owner and staff." })
  gender(@Root() user: User, @Ctx() context: UserContext): Gender | null {
    return guarded(user, context).gender;
  }

  @FieldResolver(() => DateScalar, { nullable: true, description: "Birthday. Owner and staff." })
  birthday(@Root() user: User, @Ctx() context: UserContext): string | null {
    return guarded(user, context).birthday;
  }

  @Directive(`@requiresScopes(scopes: [["${STAFF_SCOPE}"]])`)
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => UserStatus, {
    nullable: true,
    description: "Whether the account may be used. Staff.",
  })
  status(@Root() user: User): UserStatus {
    return user.status;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: "When the account was made. Owner and staff.",
  })
  createdAt(@Root() user: User, @Ctx() context: UserContext): Date {
    return guarded(user, context).createdAt;
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [Role], {
    nullable: true,
    description: "What the user is in the mall. Owner and staff.",
  })
  async roles(@Root() user: User, @Ctx() context: UserContext): Promise<Role[]> {
    const rows = await context.loaders.roles.load(guarded(user, context).id);
    return rows.map(({ role }) => role);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [Address], {
    nullable: true,
    description: "Address book, the default first. Owner and staff.",
  })
  addresses(@Root() user: User, @Ctx() context: UserContext): Promise<readonly Address[]> {
    return context.loaders.addresses.load(guarded(user, context).id);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [UserSession], {
    nullable: true,
    description:
      "Where the user is signed in, the last used first; at most 20: a further sign-in ends the session used longest ago. Owner and staff.",
  })
  async sessions(@Root() user: User, @Ctx() context: UserContext): Promise<UserSession[]> {
    const rows = await context.loaders.sessions.load(guarded(user, context).id);
    const current = context.caller.user?.sessionId;
    return rows.map((row) => ({ ...row, current: row.id === current }));
  }

  @FieldResolver(() => FavoriteConnection, {
    nullable: true,
    description: "Favourite products, the newest first. Owner and staff.",
  })
  favorites(
    @Root() user: User,
    @Args() args: ConnectionArgs,
    @Ctx() context: UserContext,
  ): Promise<Page<{ readonly id: string }>> {
    return listFavorites(context, guarded(user, context).id, args);
  }
}

/** The user, when the caller may read them. */
function guarded(user: User, { caller }: UserContext): User {
  if (user.isSelf !== true) ownerOrScope(caller, user.id, STAFF_SCOPE);
  return user;
}
