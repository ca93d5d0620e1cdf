import { createServer } from "node:net";
import { defaultPorts } from "../serviceNames";
import { findFreePorts, portsFrom, requireFreePorts } from "./ports";

describe("the ports of the mall", () => {
  it("are the defaults, the gateway's by PORT, a subgraph's by its URL", () => {
    expect(portsFrom({})).toEqual(defaultPorts);
    expect(portsFrom({ PORT: "5000", ORDER_URL: "http://127.0.0.1:5003" })).toEqual({
      ...defaultPorts,
      gateway: 5000,
      order: 5003,
    });
  });

  it("are refused with the fix when one is taken", async () => {
    const ports = await findFreePorts();
    await expect(requireFreePorts(ports)).resolves.toBeUndefined();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(ports.pay, "127.0.0.1", resolve));
    await expect(requireFreePorts(ports)).rejects.toMatchObject({
      name: "PortTakenError",
      message: expect.stringContaining(`PAY_URL=http://127.0.0.1:${ports.pay + 100} npm start`),
    });
    await new Promise((resolve) => server.close(resolve));
  });
});
