import { describeInBrowser, launchBrowser, type TestBrowser } from "../support/browser";
import { startFakeMall, type FakeMall } from "../support/fakeMall";
import { openPlayground, type Operation, type PlaygroundPage } from "../support/playgroundPage";

jest.setTimeout(60_000);

const whoAmI = { query: "query WhoAmI { authorization }" };
const watchOrder = {
  query: `subscription Watch($orderId: ID!) {
  orderStatusChanged(orderId: $orderId) { status seenBy }
}`,
  variables: { orderId: "1" },
};

describeInBrowser("the playground", (executablePath) => {
  let mall: FakeMall;
  let browser: TestBrowser;
  let playground: PlaygroundPage;

  async function open(operation?: Operation): Promise<void> {
    playground = await openPlayground(browser.context, mall.origin, operation);
  }

  beforeAll(async () => {
    browser = await launchBrowser(executablePath);
    // One for all tests: on the same origin the browser compiles the page's scripts only once.
    mall = await startFakeMall();
  });
  beforeEach(() => mall.reset());
  afterEach(async () => {
    const failures = playground.failures();
    await playground.page.close();
    expect(failures).toEqual([]);
  });
  afterAll(async () => {
    const hosts = browser.requestedHosts();
    await browser.close();
    await mall.close();
    // After the last test, so that it covers all that the page does in any of them.
    expect(hosts).toEqual(["127.0.0.1"]);
  });

  it("signs in as admin at one click, survives a reload and sends the token with a query", async () => {
    await open();
    expect(await playground.page.title()).toBe("micro-shop playground");
    await playground.signInAs("admin@example.com");
    expect(await playground.shownAuthorization()).toBe("Bearer access-admin@example.com-1");

    await playground.openOperation(whoAmI);
    await playground.run();
    await playground.answerContaining('"authorization": "Bearer access-admin@example.com-1"');
  });

  it("keeps no token beyond the tab", async () => {
    await open(whoAmI);
    await playground.signInAs("admin@example.com");
    await playground.run();
    await playground.answerContaining("Bearer access-admin@example.com-1");
    // Cookies and local storage of the whole profile; the tab's session storage is not among them.
    const kept = JSON.stringify(await browser.context.storageState());
    expect(kept).toContain("WhoAmI");
    expect(kept).not.toContain("access-admin");
  });

  it("sends no token after signing out", async () => {
    await open(whoAmI);
    await playground.signInAs("customer@example.com");
    await playground.signOut();
    expect(await playground.shownAuthorization()).toBeNull();
    await playground.run();
    await playground.answerContaining('"authorization": null');
  });

  it("shows why a login was refused", async () => {
    await open();
    const { page } = playground;
    await page.getByLabel("E-mail or phone").fill("admin@example.com");
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    expect(await playground.shownFailure()).toBe("Wrong login or password.");
  });

  it("renews a refused token and runs the operation with the new one", async () => {
    await open(whoAmI);
    await playground.signInAs("staff@example.com");
    mall.goodTokens.clear();
    await playground.run();
    await playground.answerContaining('"authorization": "Bearer access-staff@example.com-2"');
  });

  it("renews a token that is about to end before it is sent", async () => {
    await open(whoAmI);
    mall.tokenLifeMs = 10_000;
    await playground.signInAs("staff@example.com");
    mall.tokenLifeMs = 600_000;
    await playground.run();
    await playground.answerContaining('"authorization": "Bearer access-staff@example.com-2"');
  });

  it("says that a session which cannot be renewed has ended, and goes on without it", async () => {
    await open(whoAmI);
    await playground.signInAs("finance@example.com");
    mall.goodTokens.clear();
    mall.sessionsRevoked = true;
    await playground.run();
    await playground.answerContaining("UNAUTHENTICATED");
    expect(await playground.shownFailure()).toContain("Your session has ended");
    await playground.run();
    await playground.answerContaining('"authorization": null');
  });

  it("shows a subscription’s events as they arrive, on a socket that carries the token", async () => {
    await open(watchOrder);
    await playground.signInAs("admin@example.com");
    await playground.run();
    await playground.answerContaining('"PENDING_PAYMENT"');
    await playground.answerContaining('"seenBy": "Bearer access-admin@example.com-1"');

    mall.changeStatus("PAID");
    await playground.answerContaining('"PAID"');
  });

  it("goes on with a running subscription as the user who signs in next", async () => {
    await open(watchOrder);
    await playground.signInAs("customer@example.com");
    await playground.run();
    await playground.answerContaining('"seenBy": "Bearer access-customer@example.com-1"');

    await playground.signInAs("admin@example.com");
    await playground.answerContaining('"seenBy": "Bearer access-admin@example.com-1"');
  });

  it("lets an authorization of the headers editor win over the session", async () => {
    await open(whoAmI);
    const { page } = playground;
    mall.goodTokens.add("by-hand");
    await playground.signInAs("admin@example.com");
    await page.getByRole("button", { name: "Headers" }).click();
    await page.locator(".graphiql-editor-tool .monaco-editor:visible").click();
    await page.keyboard.insertText('{ "Authorization": "Bearer by-hand" }');
    await playground.run();
    await playground.answerContaining('"authorization": "Bearer by-hand"');
  });

  it("opens an operation of the SDK in a tab, with the variables that it requires", async () => {
    await open();
    await playground.openExample("Login");
    const { query, variables } = await playground.shownOperation();
    expect(query).toContain("mutation Login($input: LoginInput!)");
    expect(variables.replaceAll(/[\s\d]/g, "")).toContain('{"input":{"login":"","password":""}}');
  });
});
