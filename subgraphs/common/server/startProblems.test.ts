import { createServer } from "node:net";
import { once } from "node:events";
import { openDatabase } from "../database/pool";
import { StartProblem } from "../startProblem";
import { describeDatabaseError, describeListenError } from "./startProblems";

async function listenError(host: string, port: number): Promise<unknown> {
  const server = createServer().listen(port, host);
  const [error] = (await once(server, "error")) as [unknown];
  return error;
}

describe("why a server does not listen", () => {
  it("names a port in use and the setting that moves it", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const error = await listenError("127.0.0.1", port);
    const problem = describeListenError(error);
    holder.close();
    expect(problem).toBeInstanceOf(StartProblem);
    expect(String(problem)).toContain(`Port ${port} is in use`);
    expect(String(problem)).toContain("PORT");
    expect(describeListenError(new Error("no start", { cause: error }))).toEqual(problem);
  });

  it("names an address that is not this machine's", async () => {
    const problem = describeListenError(await listenError("192.0.2.1", 0));
    expect(String(problem)).toContain('HOST="192.0.2.1" is no address of this machine');
  });

  it("leaves other errors as they are", () => {
    const error = new Error("something else");
    expect(describeListenError(error)).toBe(error);
  });
});

describe("why a database cannot be used", () => {
  it("names the setting, and never the password", async () => {
    const database = openDatabase({ url: "mysql://me:secret-word@127.0.0.1:1/shop" });
    const error = await database.pool.query("SELECT 1").catch((reason: unknown) => reason);
    const problem = describeDatabaseError(error, "order", database);
    await database.close();
    expect(problem).toBeInstanceOf(StartProblem);
    expect(String(problem)).toContain("database shop does not answer");
    expect(String(problem)).toContain("ORDER_DATABASE_URL");
    expect(String(problem)).not.toContain("secret-word");
  });

  it("tells a refused account from a server that is away", () => {
    const refused = Object.assign(new Error("Access denied for user 'me'"), { errno: 1045 });
    expect(String(describeDatabaseError(refused, "pay", { name: "shop" }))).toContain(
      "refuses the account of PAY_DATABASE_URL",
    );
  });
});
