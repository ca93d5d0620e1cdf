import { connect } from "node:net";
import { post } from "../support/httpClient";
import { openSocket } from "../support/socketClient";
import { startTestGateway, type TestGateway } from "../support/testGateway";
import { until } from "../support/until";

describe("the life of a gateway", () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await startTestGateway();
  });

  afterEach(() => gateway.stop());

  const titles = async (): Promise<number> => {
    const answer = await post(gateway.url, "{ books { title readers } }");
    return answer.errors.length === 0 && answer.status === 200 ? 1 : 0;
  };

  const hasShelf = async (): Promise<boolean> =>
    (await post(gateway.url, "{ shelf { books { id } } }")).errors.length === 0;

  test("it is ready when all subgraphs are, and not while one is not", async () => {
    const ready = async () => (await fetch(`${gateway.url}/health/ready`)).status;
    expect(await ready()).toBe(200);
    gateway.people.setReady(false);
    expect(await ready()).toBe(503);
    gateway.people.setReady(true);
    expect(await ready()).toBe(200);
    await gateway.books.stop();
    expect(await ready()).toBe(503);
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
  });

  test("metrics count operations, subgraph calls and errors", async () => {
    await post(gateway.url, "{ books { title } }");
    await post(gateway.url, "{ nothing }");
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain('gateway_operation_duration_seconds_count{lane="http",kind="query"}');
    expect(metrics).toContain('gateway_subgraph_call_duration_seconds_count{subgraph="product"');
    expect(metrics).toContain('gateway_errors_total{code="BAD_REQUEST"}');
  });

  test("a hot reload drops no request; fields go and come with the file", async () => {
    let running = true;
    const results: number[] = [];
    const load = Array.from({ length: 4 }, async () => {
      while (running) results.push(await titles());
    });
    gateway.supergraph.write(gateway.recompose(withoutShelf(gateway.booksSdl)));
    await until(async () => !(await hasShelf()));
    gateway.supergraph.write(gateway.recompose(gateway.booksSdl));
    await until(hasShelf);
    const duringReloads = results.length;
    await until(() => results.length > duringReloads);
    running = false;
    await Promise.all(load);
    expect(results.every((one) => one === 1)).toBe(true);
  });

  test("a supergraph that cannot be run is refused and the old one stays", async () => {
    gateway.supergraph.write("type Query { broken: Nothing }");
    await until(() => gateway.logged.some(({ msg }) => String(msg).includes("was refused")));
    expect(await titles()).toBe(1);
    gateway.supergraph.write(gateway.recompose(withoutShelf(gateway.booksSdl)));
    await until(async () => !(await hasShelf()));
  });

  test("a port that is taken is named with the fix", async () => {
    const second = startTestGateway({ PORT: String(gateway.port) });
    await expect(second).rejects.toThrow(`Port ${gateway.port} is in use`);
  });

  test("draining closes sockets with 1001, finishes what runs and takes nothing new", async () => {
    let release = (): void => undefined;
    gateway.books.behave(
      () => new Promise((resolve) => (release = () => resolve({ data: { books: [] } }))),
    );
    const running = post(gateway.url, "{ books { title } }");
    const socket = await openSocket(gateway.url);
    await socket.init();
    socket.subscribe("s", "subscription { bookCounted }");
    await until(() => gateway.library.counts.readers === 1 && gateway.books.seen.length === 1);

    const stopped = gateway.stopGateway();
    expect(await socket.closed).toBe(1001);
    await until(() => gateway.library.counts.readers === 0);
    await until(() => isRefused(gateway.port));
    release();
    const answer = await running;
    expect(answer.data).toEqual({ books: [] });
    await stopped;
  });
});

const withoutShelf = (sdl: string): string => sdl.replace("shelf: Shelf ", "");

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", () => resolve(true));
  });
}
