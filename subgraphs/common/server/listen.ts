import type { FastifyInstance } from "fastify";
import { describeListenError } from "./startProblems";

/**
 * Opens a server's port and answers it; with `PORT: 0` it is a free one. Rejects with a StartProblem that names the fix
 * when the port or the address cannot be had.
 */
export async function listen(
  app: FastifyInstance,
  { HOST: host, PORT: port }: { readonly HOST: string; readonly PORT: number },
): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw describeListenError(error);
  }
  const address = app.server.address();
  if (address === null || typeof address === "string")
    throw new Error("The server does not listen on a port.");
  return address.port;
}
