import { connect, createServer, type Socket } from "node:net";
import { portOf } from "@micro-shop/common/testing/portOf";

/** Where the connection breaks: before the server has heard of the COMMIT, or after it has carried it out. */
export type CutPlace = "before" | "after";

export interface CommitProxy {
  readonly port: number;
  /** COMMITs that have passed or were cut. */
  readonly commits: number;
  readonly cuts: Readonly<Record<CutPlace, number>>;
  close(): Promise<void>;
}

export interface CommitProxyOptions {
  readonly socketPath: string;
  /** Asked at each COMMIT; null lets it pass. */
  readonly decide: () => CutPlace | null;
}

const COM_QUERY = 3;
const HEADER_BYTES = 4;

/** A way to the database that breaks connections exactly at COMMIT, when told so. */
export async function startCommitProxy({
  socketPath,
  decide,
}: CommitProxyOptions): Promise<CommitProxy> {
  const cuts = { before: 0, after: 0 };
  const open = new Set<Socket>();
  let commits = 0;
  const server = createServer((client) => {
    const upstream = connect(socketPath);
    let isCommitted = false;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on("error", end);
      socket.once("close", () => {
        open.delete(socket);
        end();
      });
    }
    const hasCommit = createCommitFinder();
    client.on("data", (chunk: Buffer) => {
      const place = hasCommit(chunk) ? (commits++, decide()) : null;
      if (place !== null) cuts[place] += 1;
      if (place === "before") return end();
      isCommitted = place === "after";
      if (!upstream.write(chunk)) client.pause();
    });
    upstream.on("drain", () => client.resume());
    upstream.on("data", (chunk: Buffer) => {
      // The server answers COMMIT once it is done: the client must not hear of it.
      if (isCommitted) return end();
      if (!client.write(chunk)) upstream.pause();
    });
    client.on("drain", () => upstream.resume());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: portOf(server),
    cuts,
    get commits() {
      return commits;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Follows the packets a client sends (3 bytes of length, 1 of sequence, then the command) and tells whether a COMMIT begins
 * in a chunk. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html
 */
export function createCommitFinder(): (chunk: Buffer) => boolean {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    let isFound = false;
    for (;;) {
      if (rest.length < HEADER_BYTES) return isFound;
      const end = HEADER_BYTES + rest.readUIntLE(0, 3);
      if (rest.length < end) return isFound;
      const payload = rest.subarray(HEADER_BYTES, end);
      if (payload[0] === COM_QUERY && /^\s*commit\s*$/i.test(payload.toString("latin1", 1))) {
        isFound = true;
      }
      rest = rest.subarray(end);
    }
  };
}
