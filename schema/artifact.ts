import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A checked-in file that is made from other files. */
export interface Artifact {
  readonly file: string;
  readonly text: string;
}

/** The text on disk; empty when the file does not exist. */
export function checkedInText(artifact: Artifact): string {
  return existsSync(artifact.file) ? readFileSync(artifact.file, "utf8") : "";
}

export function isStale(artifact: Artifact): boolean {
  return checkedInText(artifact) !== artifact.text;
}

/** Replaces the file in one step: a gateway that watches the supergraph never reads half of it. */
export function writeArtifact(artifact: Artifact): void {
  mkdirSync(path.dirname(artifact.file), { recursive: true });
  const draft = `${artifact.file}.draft`;
  writeFileSync(draft, artifact.text);
  renameSync(draft, artifact.file);
}
