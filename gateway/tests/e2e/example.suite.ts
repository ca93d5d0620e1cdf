import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "@micro-shop/common/config";
import type { TestMall } from "@micro-shop/common/testing/testMall";

const run = promisify(execFile);
const program = join(projectRoot, "client-sdk/dist/examples/purchase.js");
const money = String.raw`\$[\d,]+\.\d\d`;

/** What a newcomer runs first after the start: `npm run example`. Needs a seeded mall. */
export function describeExample(mall: () => TestMall): void {
  describe("the example of the SDK", () => {
    it("buys at the mall, watches the order live, and prints it for people", async () => {
      const env = { ...process.env, MALL_URL: `${mall().url}/graphql` };
      // Rejects when the exit code is not 0.
      const { stdout, stderr } = await run(process.execPath, [program], { env });
      expect(stderr).toBe("");
      expect(stdout.trimEnd().split("\n")).toEqual([
        expect.stringMatching(/^signed in    Ada Example <ada-.*@example\.com>$/),
        expect.stringMatching(/^browsed      \d+ categories, \d+ products in stock$/),
        line(String.raw`in the cart  1 × .+, ${money}`),
        line(`coupon       .+, saves ${money}`),
        line(`quote        ${money} − ${money} \\+ ${money} shipping \\+ ${money} tax = ${money}`),
        line(String.raw`ordered      no\. \S+, ${money}`),
        line("live         PENDING_PAYMENT · Ada Example · .+ · payment CREATED"),
        line(`paying       ${money} in the sandbox: IN_FLIGHT`),
        line("live         PAID · Ada Example · .+ · payment CAPTURED"),
        "done         everything was as promised",
      ]);
    });
  });
}

function line(pattern: string): unknown {
  return expect.stringMatching(new RegExp(`^${pattern}$`));
}
