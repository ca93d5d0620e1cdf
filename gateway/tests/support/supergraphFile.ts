import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ComposedService {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** The supergraph SDL of some services. Throws the composition's errors. */
export function composeSupergraph(services: readonly ComposedService[]): string {
  const result = composeServices(
    services.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (result.errors) throw new AggregateError(result.errors, result.errors.join("\n"));
  return result.supergraphSdl;
}

export interface TemporaryFile {
  readonly path: string;
  /** Replaces the content at once, as a deployment does. */
  write(text: string): void;
  remove(): void;
}

export function temporaryFile(name: string, text: string): TemporaryFile {
  const folder = mkdtempSync(join(tmpdir(), "gateway-test-"));
  const path = join(folder, name);
  const write = (next: string): void => {
    writeFileSync(`${path}.new`, next);
    renameSync(`${path}.new`, path);
  };
  write(text);
  return { path, write, remove: () => rmSync(folder, { recursive: true }) };
}
