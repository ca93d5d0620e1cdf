import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { serviceNames } from "../../serviceNames";
import { findFreePorts, type MallPorts } from "../ports";
import { checkGateway, checkPorts } from "./portChecks";

describe("what the doctor finds on the mall's ports", () => {
  let ports: MallPorts;
  let servers: Server[];

  beforeEach(async () => {
    ports = await findFreePorts();
    servers = [];
  });
  afterEach(async () => {
    for (const server of servers) await new Promise((resolve) => server.close(resolve));
  });

  const serve = async (port: number, body: string, status = 200): Promise<void> => {
    const server = createServer((_request, reply) => reply.writeHead(status).end(body));
    servers.push(server);
    await once(server.listen(port, "127.0.0.1"), "listening");
  };
  const check = (): ReturnType<typeof checkPorts> => checkPorts(ports, "/data");

  it("nothing", async () => {
    await expect(check()).resolves.toMatchObject([
      { says: expect.stringContaining("are free"), fix: null },
    ]);
    await expect(checkGateway(ports)).resolves.toMatchObject({ fix: null });
  });

  it("a stranger, and the command that avoids it", async () => {
    await serve(ports.order, "<html>");
    await expect(check()).resolves.toMatchObject([
      { fix: `ORDER_URL=http://127.0.0.1:${ports.order + 100} npm start` },
    ]);
  });

  it("the running mall", async () => {
    for (const name of ["gateway", ...serviceNames] as const) {
      await serve(ports[name], '{"status":"ready"}');
    }
    await expect(check()).resolves.toMatchObject([
      { says: expect.stringContaining("held by the running mall"), fix: null },
    ]);
    await expect(checkGateway(ports)).resolves.toMatchObject({ fix: null });
  });

  it("a mall that lacks services, with the logs to read", async () => {
    await serve(ports.gateway, '{"status":"not ready","failing":["subgraphs: pay"]}', 503);
    const findings = await check();
    expect(findings).toHaveLength(serviceNames.length);
    expect(findings[3]).toMatchObject({ fix: expect.stringContaining("/data/logs/pay.log") });
    await expect(checkGateway(ports)).resolves.toMatchObject({
      says: "not ready: subgraphs: pay",
      fix: expect.any(String),
    });
  });
});
