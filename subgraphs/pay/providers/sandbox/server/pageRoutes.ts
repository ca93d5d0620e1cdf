import type { FastifyInstance, FastifyReply } from "fastify";
import type { Database } from "@micro-shop/common/database/pool";
import { formatMoney } from "@micro-shop/common/money";
import type { SandboxChargeRow } from "../../../model/sandbox/charges";
import { decideOnPage, findPage } from "./walletPage";

const outcomes: Readonly<Record<SandboxChargeRow["status"], string>> = {
  PENDING: "",
  AUTHORIZED: "Confirmed. You can close this page.",
  CAPTURED: "Paid. You can close this page.",
  VOIDED: "This payment was given up.",
  DECLINED: "Not paid. You can close this page.",
};

/** The page on which the buyer confirms what is paid by WALLET. Whoever has its address may decide: it is not guessable. */
export function mountPageRoutes(app: FastifyInstance, database: Database): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The buttons say all; a form that is empty has no body to read.
    scope.addContentTypeParser("*", { parseAs: "string" }, (_request, _body, done) => done(null));
    scope.get<{ Params: { reference: string } }>("/pay/:reference", async (request, reply) =>
      show(reply, await findPage(database, request.params.reference)),
    );
    for (const decision of ["confirm", "cancel"] as const) {
      scope.post<{ Params: { reference: string } }>(
        `/pay/:reference/${decision}`,
        async (request, reply) =>
          show(reply, await decideOnPage(database, request.params.reference, decision)),
      );
    }
  });
}

function show(reply: FastifyReply, charge: SandboxChargeRow | null): FastifyReply {
  void reply
    .type("text/html; charset=utf-8")
    .header("cache-control", "no-store")
    .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
  return charge
    ? reply.send(page(charge))
    : reply.code(404).send(html("No such payment", "<p>There is no such payment.</p>"));
}

/** Nothing on it is anybody's text, so that there is nothing to escape. */
function page({ reference, amountMinor, currency, status }: SandboxChargeRow): string {
  const amount = formatMoney({ amountMinor, currency });
  if (status !== "PENDING") return html(amount, `<h1>${amount}</h1><p>${outcomes[status]}</p>`);
  return html(
    `Pay ${amount}`,
    `<h1>${amount}</h1>
<p>A trial wallet: no money moves.</p>
<form method="post" action="/pay/${reference}/confirm"><button autofocus>Confirm</button></form>
<form method="post" action="/pay/${reference}/cancel"><button>Cancel</button></form>`,
  );
}

function html(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>body{font:1rem system-ui;max-width:22rem;margin:4rem auto;text-align:center}button{width:100%;padding:.8rem;margin:.3rem 0;font:inherit}</style>
<main>${content}</main>
</html>
`;
}
