import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "@micro-shop/common/config";
import type { RunningService } from "@micro-shop/common/server/runService";
import pino from "pino";
import { loadGatewayConfig } from "../../config";
import { startGateway } from "../../server";
import { startFakeSubgraph, type FakeSubgraph } from "./fakeSubgraph";
import {
  booksResolvers,
  booksSdl,
  createLibrary,
  peopleResolvers,
  peopleSdl,
  type Library,
} from "./library";
import { composeSupergraph, temporaryFile, type TemporaryFile } from "./supergraphFile";
import { startTestUsers, type TestUsers } from "./testUsers";

const IDENTITY_SECRET = "a secret that only these tests share";

/** A signed identity is made for one of the mall's services, so the two take names of theirs. */
const names = { books: "product", people: "user" } as const;

/** A gateway over two in-memory subgraphs, all on free ports. */
export interface TestGateway {
  readonly url: string;
  readonly port: number;
  readonly books: FakeSubgraph;
  readonly people: FakeSubgraph;
  readonly library: Library;
  readonly users: TestUsers;
  readonly supergraph: TemporaryFile;
  readonly booksSdl: string;
  /** What the gateway logged, as objects. */
  readonly logged: Record<string, unknown>[];
  /** Composes the two again, with other SDL of books, as a deployment would. */
  recompose(sdl: string): string;
  restartBooks(): Promise<FakeSubgraph>;
  /** Stops the gateway alone. */
  stopGateway(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestGateway(environment: Environment = {}): Promise<TestGateway> {
  const library = createLibrary();
  const startBooks = (port = 0) =>
    startFakeSubgraph({
      name: names.books,
      sdl: booksSdl,
      resolvers: booksResolvers(library),
      identitySecret: IDENTITY_SECRET,
      port,
    });
  let books = await startBooks();
  const people = await startFakeSubgraph({
    name: names.people,
    sdl: peopleSdl,
    resolvers: peopleResolvers,
    identitySecret: IDENTITY_SECRET,
  });
  const users = await startTestUsers();
  const recompose = (sdl: string): string =>
    composeSupergraph([
      { name: names.books, url: books.url, sdl },
      { name: names.people, url: people.url, sdl: peopleSdl },
    ]);
  const supergraph = temporaryFile("supergraph.graphql", recompose(booksSdl));
  const dataDir = await mkdtemp(join(tmpdir(), "gateway-data-"));
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: "debug" }, { write: (line) => void logged.push(JSON.parse(line)) });

  const config = loadGatewayConfig({
    NODE_ENV: "test",
    PORT: "0",
    DATA_DIR: dataDir,
    IDENTITY_SECRET,
    SUPERGRAPH: supergraph.path,
    JWKS_URL: users.jwksUrl,
    REVOCATION_URL: users.revocationUrl,
    REVOCATION_EVERY_MS: "200",
    PRODUCT_URL: books.url,
    USER_URL: people.url,
    ...environment,
  });
  async function stopAround(): Promise<void> {
    await Promise.all([books.stop(), people.stop(), users.stop()]);
    supergraph.remove();
    rmSync(dataDir, { recursive: true, force: true });
  }

  const gateway: RunningService = await startGateway(config, log).catch(async (error: unknown) => {
    await stopAround();
    throw error;
  });
  let stopped: Promise<void> | undefined;
  const stopGateway = (): Promise<void> => (stopped ??= gateway.stop());
  return {
    url: `http://127.0.0.1:${gateway.port}`,
    port: gateway.port,
    get books() {
      return books;
    },
    people,
    library,
    users,
    supergraph,
    booksSdl,
    logged,
    recompose,
    async restartBooks() {
      const { port } = books;
      await books.stop();
      books = await startBooks(port);
      return books;
    },
    stopGateway,
    async stop() {
      await stopGateway();
      await stopAround();
    },
  };
}
