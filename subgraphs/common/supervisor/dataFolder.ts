import { access, constants, mkdir } from "node:fs/promises";
import { StartProblem } from "../startProblem";

/** Makes the data folder if there is none. Throws a StartProblem when this user cannot write to it. */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new StartProblem(
      `The data folder ${dataDir} cannot be made or written to${reason}. Set DATA_DIR to a folder this user can write to.`,
      { cause: error },
    );
  }
}
