import { newId } from "@micro-shop/common/ids";
import type { PaymentProvider, SignedNotice } from "../providers/provider";
import { driveProvider, type ContractSubject } from "./providerDriver";

/** What all providers promise: run by each of them. */
export function describeProviderContract(
  name: string,
  start: () => Promise<ContractSubject>,
): void {
  let subject: ContractSubject;
  let provider: PaymentProvider;

  const { signal, usd, requestOf, nameOf, make, charged, authorized, refundOf } = driveProvider(
    () => subject,
  );

  describe(`${name}, as every provider,`, () => {
    beforeAll(async () => {
      subject = await start();
      ({ provider } = subject);
    });
    afterAll(() => subject.stop());

    it("charges once for a key, however often it is asked", async () => {
      const request = requestOf("approved");
      const first = await make("charge", request, "approved");
      expect(first).toMatchObject({ outcome: "APPROVED", capturedMinor: 1_000 });
      const again = await Promise.all([1, 2, 3].map(() => provider.charge(request, signal())));
      expect(again).toEqual([first, first, first]);
      expect(await provider.findCharge(nameOf(request), signal())).toEqual(first);
    });

    it("refuses a key that was used for another amount, without telling a result", async () => {
      const { request } = await charged();
      const other = { ...request, amount: usd(999) };
      await expect(provider.charge(other, signal())).rejects.toThrow();
      expect(await provider.findCharge(nameOf(request), signal())).toMatchObject({
        outcome: "APPROVED",
        capturedMinor: 1_000,
      });
    });

    it("declines with a code, and stays with it", async () => {
      const request = requestOf("declined");
      const declined = await make("charge", request, "declined");
      expect(declined).toMatchObject({ outcome: "DECLINED", code: expect.stringMatching(/^\w+$/) });
      expect(await provider.charge(request, signal())).toEqual(declined);
    });

    it("finds a charge whose answer got lost, and no other", async () => {
      const request = requestOf("approved");
      expect(await provider.findCharge(nameOf(request), signal())).toBeNull();
      subject.loseNextAnswer();
      await expect(provider.charge(request, signal())).rejects.toThrow();
      const found = await provider.findCharge(nameOf(request), signal());
      expect(["APPROVED", "PENDING"]).toContain(found?.outcome);
      expect(await provider.charge(request, signal())).toEqual(found);
    });

    it("gives up with the caller's patience", async () => {
      const impatient = AbortSignal.abort(new Error("enough"));
      await expect(provider.charge(requestOf("approved"), impatient)).rejects.toThrow("enough");
    });

    it("captures a part of what was authorised, once, and lets the rest go", async () => {
      const charge = await authorized();
      const captured = { outcome: "APPROVED", reference: charge.reference, capturedMinor: 600 };
      expect(await provider.capture(charge, usd(600), signal())).toEqual(captured);
      expect(await provider.capture(charge, usd(600), signal())).toEqual(captured);
      expect(await provider.capture(charge, usd(400), signal())).toEqual({
        outcome: "REFUSED",
        code: "ALREADY_CAPTURED",
      });
      expect(await provider.findCharge(charge, signal())).toEqual(captured);
    });

    it("captures no more than was authorised, and then still what was", async () => {
      const charge = await authorized();
      expect(await provider.capture(charge, usd(1_001), signal())).toEqual({
        outcome: "REFUSED",
        code: "EXCEEDS_AUTHORIZED",
      });
      expect(await provider.capture(charge, usd(1_000), signal())).toMatchObject({
        outcome: "APPROVED",
      });
    });

    it("captures what it knows by our key alone", async () => {
      const { key, reference } = await authorized();
      expect(await provider.capture({ key, reference: null }, usd(1), signal())).toMatchObject({
        outcome: "APPROVED",
        reference,
      });
    });

    it("voids what was authorised, repeatably, and captures nothing after it", async () => {
      const charge = await authorized();
      const voided = { outcome: "VOIDED", reference: charge.reference };
      expect(await provider.void(charge, signal())).toEqual(voided);
      expect(await provider.void(charge, signal())).toEqual(voided);
      expect(await provider.findCharge(charge, signal())).toEqual(voided);
      expect(await provider.capture(charge, usd(1), signal())).toEqual({
        outcome: "REFUSED",
        code: "NOT_AUTHORIZED",
      });
    });

    it("voids nothing that was captured or declined", async () => {
      const charge = await authorized();
      await provider.capture(charge, usd(1_000), signal());
      expect(await provider.void(charge, signal())).toEqual({
        outcome: "REFUSED",
        code: "ALREADY_CAPTURED",
      });
      const request = requestOf("declined");
      await make("authorize", request, "declined");
      expect(await provider.void(nameOf(request), signal())).toEqual({
        outcome: "REFUSED",
        code: "NOT_AUTHORIZED",
      });
    });

    it("refunds once for a key, in parts, and no more than was captured", async () => {
      const first = await refundOf(700);
      const made = await provider.refund(first, signal());
      expect(made).toMatchObject({ outcome: "SUCCEEDED" });
      expect(await provider.refund(first, signal())).toEqual(made);
      expect(await provider.findRefund(first, signal())).toEqual(made);
      const tooMuch = { ...first, key: newId(), amount: usd(301) };
      expect(await provider.refund(tooMuch, signal())).toEqual({
        outcome: "FAILED",
        reference: null,
        code: "EXCEEDS_CAPTURED",
      });
      expect(await provider.findRefund(tooMuch, signal())).toBeNull();
      const rest = { ...first, key: newId(), amount: usd(300) };
      expect(await provider.refund(rest, signal())).toMatchObject({ outcome: "SUCCEEDED" });
    });

    it("refuses a refund's key that was used for another amount, without telling a result", async () => {
      const request = await refundOf(700);
      await provider.refund(request, signal());
      await expect(provider.refund({ ...request, amount: usd(100) }, signal())).rejects.toThrow();
    });

    it("finds a refund whose answer got lost, and no other", async () => {
      const request = await refundOf(1_000);
      expect(await provider.findRefund(request, signal())).toBeNull();
      subject.loseNextAnswer();
      await expect(provider.refund(request, signal())).rejects.toThrow();
      const found = await provider.findRefund(request, signal());
      expect(found).toMatchObject({ outcome: "SUCCEEDED" });
      expect(await provider.refund(request, signal())).toEqual(found);
    });

    it("gives notice of a charge, of what was captured of it, and of a refund", async () => {
      const { request, reference } = await charged();
      expect(provider.readNotice(await signed(subject.bytesOfCharge(request.key)))).toEqual({
        kind: "CHARGE",
        eventId: expect.stringMatching(/^\S{1,100}$/),
        key: request.key,
        amount: usd(1_000),
        result: { outcome: "APPROVED", reference, capturedMinor: 1_000 },
      });
      const part = await authorized();
      await provider.capture(part, usd(600), signal());
      expect(provider.readNotice(await signed(subject.bytesOfCharge(part.key)))).toMatchObject({
        amount: usd(1_000),
        result: { outcome: "APPROVED", capturedMinor: 600 },
      });
      const refund = await refundOf(250);
      const result = await provider.refund(refund, signal());
      expect(provider.readNotice(await signed(subject.bytesOfRefund(refund.key)))).toEqual({
        kind: "REFUND",
        eventId: expect.stringMatching(/^\S{1,100}$/),
        key: refund.key,
        amount: usd(250),
        result,
      });
    });

    it("believes no notice but a genuine one: forged, old, of other bytes, or malformed", async () => {
      const { request } = await charged();
      const body = await subject.bytesOfCharge(request.key);
      const now = new Date();
      const read = (notice: SignedNotice) => () => provider.readNotice(notice);
      const headers = subject.sign(body, now);
      expect(read({ body, headers })).not.toThrow();
      const refused = expect.objectContaining({ code: "UNAUTHENTICATED" });
      const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
      const old = subject.sign(body, new Date(now.getTime() - 301_000));
      const forged = subject.sign(rewritten, now);
      for (const notice of [
        { body, headers: {} },
        { body: rewritten, headers },
        { body, headers: old },
        { body, headers: forged },
      ]) {
        expect(read(notice)).toThrow(refused);
      }
      for (const nonsense of ["", "{", "null", "[]", '{"id":1}']) {
        const bytes = Buffer.from(nonsense);
        const notice = { body: bytes, headers: subject.sign(bytes, now) };
        expect(read(notice)).toThrow(expect.objectContaining({ code: "BAD_REQUEST" }));
      }
    });

    async function signed(bytes: Promise<Buffer>): Promise<SignedNotice> {
      const body = await bytes;
      return { body, headers: subject.sign(body, new Date()) };
    }
  });
}
