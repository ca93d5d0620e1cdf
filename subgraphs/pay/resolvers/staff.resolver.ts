import {
  Arg,
  Args,
  Ctx,
  Directive,
  FieldResolver,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { PayContext } from "../context";
import { resolveRepairWork } from "../logic/resolveRepairWork";
import { findPaymentsForStaff, findRepairWorkForStaff } from "../logic/staffLists";
import { findVisiblePayment } from "../logic/visiblePayment";
import { RepairWorkPayload } from "../types/payloads.type";
import { Payment } from "../types/payment.type";
import { PaymentConnection, PaymentsArgs } from "../types/paymentConnection.type";
import {
  RepairWork,
  RepairWorkArgs,
  RepairWorkConnection,
  ResolveRepairWorkInput,
} from "../types/repairWork.type";

/** What staff see of all payments, and what the books leave to them. */
@Resolver(() => RepairWork)
export class StaffResolver {
  @Directive('@requiresScopes(scopes: [["payment:read"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges"])')
  @Query(() => PaymentConnection, { nullable: true, description: "All payments, newest first." })
  async payments(
    @Args(() => PaymentsArgs) args: PaymentsArgs,
    @Ctx() context: PayContext,
  ): Promise<PaymentConnection> {
    const { edges, pageInfo, totalCount } = await findPaymentsForStaff(context, args);
    return { edges: [...edges], pageInfo, totalCount };
  }

  @Directive('@requiresScopes(scopes: [["payment:read"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges"])')
  @Query(() => RepairWorkConnection, {
    nullable: true,
    description: "Differences in the books for people to settle, newest first.",
  })
  async repairWork(
    @Args(() => RepairWorkArgs) args: RepairWorkArgs,
    @Ctx() context: PayContext,
  ): Promise<RepairWorkConnection> {
    const { edges, pageInfo, totalCount } = await findRepairWorkForStaff(context, args);
    return { edges: [...edges], pageInfo, totalCount };
  }

  @Directive('@requiresScopes(scopes: [["refund:approve"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => RepairWorkPayload, {
    nullable: true,
    description:
      "Notes how a difference was settled; it changes no other book. Refusals: NOT_FOUND, INVALID_INPUT, INVALID_STATE.",
  })
  async resolveRepairWork(
    @Arg("input", { description: "The work and what was done." }) input: ResolveRepairWorkInput,
    @Ctx() context: PayContext,
  ): Promise<RepairWorkPayload> {
    return { repairWork: await resolveRepairWork(context, input) };
  }

  @FieldResolver(() => Payment, {
    nullable: true,
    description: "The payment it is about; null without payment:read.",
  })
  payment(@Root() work: RepairWork, @Ctx() context: PayContext): Promise<Payment | null> {
    return findVisiblePayment(context, work.paymentId);
  }
}
