import { Arg, Ctx, Directive, ID, Mutation, Query, Resolver } from "type-graphql";
import type { UserContext } from "../context";
import { addAddress, addressSnapshot, deleteAddress, updateAddress } from "../logic/addressBook";
import { AddAddressInput, DeleteAddressInput, UpdateAddressInput } from "../types/address.input";
import { Address } from "../types/address.type";
import { AddressPayload, DeleteAddressPayload } from "../types/payloads.type";

@Resolver()
export class AddressResolver {
  @Directive("@authenticated")
  @Mutation(() => AddressPayload, {
    description: "Adds an address to one's book, which holds up to 50.",
  })
  async addAddress(
    @Arg("input", { description: "The address." }) input: AddAddressInput,
    @Ctx() context: UserContext,
  ): Promise<AddressPayload> {
    return { address: await addAddress(context, input) };
  }

  @Directive("@authenticated")
  @Mutation(() => AddressPayload, {
    description: "Changes one of one's addresses; orders keep their copy.",
  })
  async updateAddress(
    @Arg("input", { description: "The changes." }) input: UpdateAddressInput,
    @Ctx() context: UserContext,
  ): Promise<AddressPayload> {
    return { address: await updateAddress(context, input) };
  }

  @Directive("@authenticated")
  @Mutation(() => DeleteAddressPayload, {
    description: "Deletes one of one's addresses; orders keep their copy.",
  })
  async deleteAddress(
    @Arg("input", { description: "Which." }) input: DeleteAddressInput,
    @Ctx() context: UserContext,
  ): Promise<DeleteAddressPayload> {
    return { deletedId: await deleteAddress(context, input) };
  }

  @Directive("@inaccessible")
  @Query(() => Address, {
    nullable: true,
    description: "For orders: an address if it is the user's.",
  })
  addressSnapshot(
    @Arg("userId", () => ID, { description: "The owner." }) userId: string,
    @Arg("addressId", () => ID, { description: "The address." }) addressId: string,
    @Ctx() context: UserContext,
  ): Promise<Address | null> {
    return addressSnapshot(context, userId, addressId);
  }
}
