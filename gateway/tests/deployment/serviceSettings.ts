import { createRequire } from "node:module";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { z } from "zod";

/** Compiled programs are read as files: the gateway imports no subgraph. */
const requireFile = createRequire(__filename);

/**
 * The settings that a program reads.
 * @param program as a command names it, e.g. `subgraphs/order/dist/main.js`.
 */
export function settingsOf(program: string): z.ZodObject {
  const path = join(projectRoot, program.replace(/main\.js$/, "config.js"));
  const found = Object.values(requireFile(path) as Record<string, unknown>).filter(
    (value) => value instanceof z.ZodObject,
  );
  const [settings] = found;
  if (settings === undefined || found.length > 1) {
    throw new Error(`${path} exports ${found.length} shapes of settings instead of one.`);
  }
  return settings;
}
