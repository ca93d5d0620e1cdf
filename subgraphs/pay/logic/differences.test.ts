import type { AttemptOfPayment } from "../model/attempts";
import type { PaymentBooks } from "../model/reconciliation";
import type { ChargeResult, RefundResult } from "../providers/provider";
import type { AttemptStatus } from "../model/tables";
import { differenceOfBooks, differenceOfCharge, differenceOfRefund } from "./differences";

const approved = { outcome: "APPROVED", reference: "r1", capturedMinor: 100 } as const;

describe("what differs of a charge", () => {
  const ours = (status: AttemptStatus): AttemptOfPayment =>
    // Only these fields count.
    ({
      attempt: { status, providerReference: "r1" },
      payment: { capturedMinor: status === "CAPTURED" ? 100 : 0 },
    }) as AttemptOfPayment;
  const declined: ChargeResult = { outcome: "DECLINED", reference: "r1", code: "NO" };

  it.each<[AttemptStatus, ChargeResult | null]>([
    ["CAPTURED", approved],
    ["DECLINED", declined],
    ["DECLINED", null],
    ["DECLINED", { outcome: "VOIDED", reference: "r1" }],
  ])("is nothing when we say %s and they say %j", (status, result) => {
    expect(differenceOfCharge(ours(status), result)).toBeNull();
  });

  it.each<[AttemptStatus, ChargeResult | null, string]>([
    [
      "CAPTURED",
      null,
      "The provider says nothing of it and 0 captured, our books say CAPTURED and 100.",
    ],
    [
      "CAPTURED",
      declined,
      "The provider says DECLINED and 0 captured, our books say CAPTURED and 100.",
    ],
    [
      "DECLINED",
      approved,
      "The provider says APPROVED and 100 captured, our books say DECLINED and 0.",
    ],
    [
      "CAPTURED",
      { ...approved, capturedMinor: 99 },
      "The provider says APPROVED and 99 captured, our books say CAPTURED and 100.",
    ],
    ["CAPTURED", { ...approved, reference: "r2" }, "The provider calls it r2, our books r1."],
  ])("is told when we say %s and they say %j", (status, result, difference) => {
    expect(differenceOfCharge(ours(status), result)).toBe(difference);
  });
});

describe("what differs of a refund", () => {
  const went: RefundResult = { outcome: "SUCCEEDED", reference: "r1" };
  const failed: RefundResult = { outcome: "FAILED", reference: null, code: "NO" };
  const ours = (status: "SUCCEEDED" | "FAILED") => ({ status, providerReference: "r1" });

  it("is nothing when both agree whether money went back", () => {
    expect(differenceOfRefund(ours("SUCCEEDED"), went)).toBeNull();
    expect(differenceOfRefund(ours("FAILED"), failed)).toBeNull();
    expect(differenceOfRefund(ours("FAILED"), null)).toBeNull();
  });

  it("is told otherwise", () => {
    const said = (word: string, status: string) =>
      `The provider says ${word}, our books say ${status}.`;
    expect(differenceOfRefund(ours("SUCCEEDED"), null)).toBe(said("nothing of it", "SUCCEEDED"));
    expect(differenceOfRefund(ours("SUCCEEDED"), failed)).toBe(said("FAILED", "SUCCEEDED"));
    expect(differenceOfRefund(ours("FAILED"), went)).toBe(said("SUCCEEDED", "FAILED"));
    expect(differenceOfRefund(ours("SUCCEEDED"), { ...went, reference: "r2" })).toBe(
      "The provider calls it r2, our books r1.",
    );
  });
});

describe("what differs in our own books", () => {
  const books: PaymentBooks = {
    paymentId: "p",
    capturedMinor: 100,
    refundedMinor: 30,
    refundsMinor: 30,
    bookedCaptureMinor: -100,
    bookedRefundMinor: 30,
    imbalanceMinor: 0,
  };

  it("is nothing when payment, refunds and ledger agree", () => {
    expect(differenceOfBooks(books)).toBeNull();
    const unpaid = { ...books, capturedMinor: 0, refundedMinor: 0, refundsMinor: 0 };
    expect(
      differenceOfBooks({ ...unpaid, bookedCaptureMinor: 0, bookedRefundMinor: 0 }),
    ).toBeNull();
  });

  it.each([
    [{ imbalanceMinor: 1 }, "Its ledger rows sum to 1."],
    [{ bookedCaptureMinor: -99 }, "100 were captured, the ledger says 99."],
    [{ refundsMinor: 31 }, "30 went back, its refunds say 31."],
    [{ bookedRefundMinor: 29 }, "30 went back, the ledger says 29."],
  ])("is told for %j", (change, difference) => {
    expect(differenceOfBooks({ ...books, ...change })).toBe(difference);
  });
});
