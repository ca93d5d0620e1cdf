import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { withFinalNewline } from "./compose";
import { emitProgram, fromRoot, type SubgraphName } from "./layout";

const run = promisify(execFile);

/** Long enough for a cold start on a busy machine; an emit that opens a connection would hang for ever. */
const EMIT_TIMEOUT_MS = 60_000;

/** A subgraph could not print its SDL. */
export class EmitError extends Error {
  override readonly name = "EmitError";
}

/**
 * The SDL the compiled subgraph has now, printed by its own program in a process of its own, because
 * type-graphql's metadata is global to a process. Throws EmitError with the fix.
 */
export async function emitSdl(name: SubgraphName): Promise<string> {
  const program = emitProgram(name);
  if (!existsSync(program)) {
    throw new EmitError(`${fromRoot(program)} does not exist: run \`npm run build\` first.`);
  }
  try {
    const { stdout } = await run(process.execPath, [program], { timeout: EMIT_TIMEOUT_MS });
    return withFinalNewline(stdout);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmitError(`The subgraph "${name}" could not print its SDL.\n${reason}`, {
      cause: error,
    });
  }
}
