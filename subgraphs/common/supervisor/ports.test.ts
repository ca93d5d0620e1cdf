import { createServer, type Server } from "node:net";
import { describeTakenPort, findFreePorts, requireFreePorts } from "./ports";

describe("the ports of the mall", () => {
  it("are refused, all that are taken at once, with the settings that avoid them", async () => {
    const ports = await findFreePorts();
    await expect(requireFreePorts(ports)).resolves.toBeUndefined();
    const servers = await Promise.all([ports.pay, ports.gateway].map(listen));
    await expect(requireFreePorts(ports)).rejects.toMatchObject({
      name: "PortTakenError",
      message: expect.stringContaining(`Port ${ports.pay}, wanted by the pay subgraph, is in use`),
    });
    await expect(requireFreePorts(ports)).rejects.toThrow(
      `PORT=${ports.gateway + 100} PAY_URL=http://127.0.0.1:${ports.pay + 100} npm start`,
    );
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  });

  it("are proposed within the range of ports", () => {
    expect(describeTakenPort("gateway", 65_500).setting).toBe("PORT=65400");
  });
});

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}
