import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultPorts } from "../serviceNames";
import { findFreePorts, portsFrom, requireFreePorts } from "./ports";

describe("the ports of the mall", () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "ports-"))));
  afterAll(() => rm(folder, { recursive: true }));

  it("are the defaults, the gateway's by PORT, a subgraph's by its URL", () => {
    expect(portsFrom({ DATA_DIR: folder })).toEqual(defaultPorts);
    expect(
      portsFrom({ DATA_DIR: folder, PORT: "5000", ORDER_URL: "http://127.0.0.1:5003" }),
    ).toEqual({
      ...defaultPorts,
      gateway: 5000,
      order: 5003,
    });
  });

  it.each([
    [{ PORT: "abc" }, 'PORT="abc" is no integer'],
    [{ PORT: "0" }, "PORT names port 0"],
    [{ ORDER_URL: "localhost" }, 'ORDER_URL="localhost" is no http(s) URL'],
    [{ PAY_URL: "http://127.0.0.1:4000" }, "PORT and PAY_URL both name port 4000"],
    [{ LOG_LEVEL: "loud" }, 'LOG_LEVEL="loud" is unknown'],
  ])("are not read from bad settings: %j", (environment, problem) => {
    expect(() => portsFrom({ DATA_DIR: folder, ...environment })).toThrow(problem);
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
