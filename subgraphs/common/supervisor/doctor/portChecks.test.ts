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
  const check = (mall: "ready" | "starting" | null = null): ReturnType<typeof checkPorts> => {
    const running = mall && { supervisor: "42-1", ports, isReady: mall === "ready" };
    return checkPorts(ports, { dataDir: "/data", running });
  };

  it("nothing", async () => {
    await expect(check()).resolves.toMatchObject([
      { says: expect.stringContaining("are free"), fix: null },
    ]);
    await expect(checkGateway(ports)).resolves.toMatchObject({ fix: null });
  });

  it("a stranger, and the command that avoids it", async () => {
    await serve(ports.order, "<html>");
    await expect(check()).resolves.toMatchObject([
      { fix: `stop it, or ORDER_URL=http://127.0.0.1:${ports.order + 100} npm start` },
    ]);
  });

  it("a service of another mall, which is in the way as a stranger is", async () => {
    await serve(ports.pay, '{"status":"ready"}');
    await expect(check()).resolves.toMatchObject([
      {
        says: `Port ${ports.pay}, wanted by the pay subgraph, is in use by a mall of another data folder, or by a service started alone`,
        fix: expect.stringContaining("stop it, or PAY_URL="),
      },
    ]);
  });

  it("a mall that is being started", async () => {
    await expect(check("starting")).resolves.toMatchObject([
      { says: expect.stringContaining("is being started"), fix: null },
    ]);
  });

  it("the running mall", async () => {
    for (const name of ["gateway", ...serviceNames] as const) {
      await serve(ports[name], '{"status":"ready"}');
    }
    await expect(check("ready")).resolves.toMatchObject([
      { says: expect.stringContaining("held by the running mall, process 42"), fix: null },
    ]);
    await expect(checkGateway(ports)).resolves.toMatchObject({ fix: null });
  });

  it("a mall that lacks services, with the logs to read", async () => {
    await serve(ports.gateway, '{"status":"not ready","failing":["subgraphs: pay"]}', 503);
    const findings = await check("ready");
    expect(findings).toHaveLength(serviceNames.length);
    expect(findings[3]).toMatchObject({ fix: expect.stringContaining("/data/logs/pay.log") });
    await expect(checkGateway(ports)).resolves.toMatchObject({
      says: "not ready: subgraphs: pay",
      fix: expect.any(String),
    });
  });
});
