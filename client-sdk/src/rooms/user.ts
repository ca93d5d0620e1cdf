import type { CallOptions, Client } from "../client";
import {
  AddAddressDocument,
  DeleteAddressDocument,
  LoginDocument,
  LogoutDocument,
  MeDocument,
  MergeCartDocument,
  RegisterDocument,
  UpdateAddressDocument,
  UpdateProfileDocument,
  type AddAddressInput,
  type DeleteAddressInput,
  type LoginInput,
  type RegisterInput,
  type UpdateAddressInput,
  type UpdateProfileInput,
} from "../generated/operations";
import { present } from "./present";

export interface EntryOptions extends CallOptions {
  /**
   * Token of the guest's cart: it joins the user's own as soon as the user is signed in. When that fails the call throws;
   * one is signed in all the same, and `order.mergeCart` may be called again.
   */
  readonly cartToken?: string | undefined;
}

async function enter(
  client: Client,
  session: Parameters<Client["signIn"]>[0],
  { cartToken, options }: { readonly cartToken: string | undefined; readonly options: CallOptions },
): Promise<void> {
  await client.signIn(session);
  if (cartToken === undefined) return;
  await client.request(MergeCartDocument, { input: { cartToken } }, options);
}

/** Account, session and addresses. Refusals are in `userErrors` of what is returned. */
export function createUserRoom(client: Client) {
  return {
    /** Creates an account and signs in as it. */
    async register(input: RegisterInput, { cartToken, ...options }: EntryOptions = {}) {
      const { register } = await client.request(
        RegisterDocument,
        { input },
        { ...options, anonymous: true },
      );
      if (register.session !== null) await enter(client, register.session, { cartToken, options });
      return register;
    },

    /** Signs in; the session lasts, renewed by itself, until `logout`. */
    async login(input: LoginInput, { cartToken, ...options }: EntryOptions = {}) {
      const { login } = await client.request(
        LoginDocument,
        { input },
        { ...options, anonymous: true },
      );
      if (login.session !== null) await enter(client, login.session, { cartToken, options });
      return login;
    },

    /** Ends the session on the server and forgets the tokens, the latter even when the server cannot be reached. */
    async logout(options?: CallOptions) {
      try {
        const { logout } = await client.request(LogoutDocument, {}, options);
        return logout;
      } finally {
        await client.signOut();
      }
    },

    /** The signed-in user; null for a guest. */
    async me(options?: CallOptions) {
      const { me } = await client.request(MeDocument, {}, options);
      return me;
    },

    async updateProfile(input: UpdateProfileInput, options?: CallOptions) {
      const { updateProfile } = await client.request(UpdateProfileDocument, { input }, options);
      return present(updateProfile);
    },

    async addAddress(input: AddAddressInput, options?: CallOptions) {
      const { addAddress } = await client.request(AddAddressDocument, { input }, options);
      return present(addAddress);
    },

    async updateAddress(input: UpdateAddressInput, options?: CallOptions) {
      const { updateAddress } = await client.request(UpdateAddressDocument, { input }, options);
      return present(updateAddress);
    },

    async deleteAddress(input: DeleteAddressInput, options?: CallOptions) {
      const { deleteAddress } = await client.request(DeleteAddressDocument, { input }, options);
      return present(deleteAddress);
    },
  };
}
