import { readFileSync } from "node:fs";
import path from "node:path";
import { Kind, type DocumentNode } from "graphql";
import { problemsOf, readOperationFiles, schemaOf } from "../documents";
import { apiFile, contractFolder, sdkOperationsFolder } from "../layout";

const api = schemaOf(readFileSync(apiFile, "utf8"));
const contract = readOperationFiles(contractFolder);

function operationNames(document: DocumentNode): string[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.name ? [definition.name.value] : [],
  );
}

describe("the contract", () => {
  it.each(contract.map((file) => [path.basename(file.file), file] as const))(
    "is answered by the public schema: %s",
    (_name, file) => {
      expect(operationNames(file.document).length).toBeGreaterThan(0);
      expect(problemsOf(file, api)).toEqual([]);
    },
  );

  it("covers all rooms", () => {
    const rooms = contract.map(({ file }) => path.basename(file, ".graphql"));
    expect(rooms).toEqual(["federated", "marketing", "order", "pay", "product", "user"]);
  });

  it("is offered by the SDK, operation by operation", () => {
    const sdk = readOperationFiles(sdkOperationsFolder).flatMap(({ document }) =>
      operationNames(document),
    );
    const promised = contract.flatMap(({ document }) => operationNames(document));
    expect(promised.filter((name) => !sdk.includes(name))).toEqual([]);
  });

  it("would be broken by a field that goes away, and the message names file, line and field", () => {
    const orderFile = contract.find(({ file }) => file.endsWith("order.graphql"));
    if (orderFile === undefined) throw new Error("The contract has no order.graphql.");
    // Renamed rather than removed: a description would be left over its place.
    const withoutOrderNo = readFileSync(apiFile, "utf8").replaceAll(
      "  orderNo: String\n",
      "  gone: String\n",
    );
    const problems = problemsOf(orderFile, schemaOf(withoutOrderNo));
    expect(problems[0]).toMatch(
      /^schema\/contract\/order\.graphql: line \d+: Cannot query field "orderNo" on type "Order"/,
    );
  });
});
