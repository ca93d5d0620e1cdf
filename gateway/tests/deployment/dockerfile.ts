import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";

/** One instruction of a Dockerfile. */
export interface Instruction {
  readonly keyword: string;
  /** Everything behind the keyword, continued lines joined. */
  readonly text: string;
}

/** What stands between two `FROM`. */
export interface Stage {
  readonly name: string;
  /** An image, or the name of an earlier stage. */
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

export interface Copy {
  /** Stage it copies from; null for the build context. */
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly target: string;
}

export function readDockerfile(): readonly Stage[] {
  return parseDockerfile(readFileSync(join(projectRoot, "Dockerfile"), "utf8"));
}

/** Reads the form of Dockerfile that we write. Throws at anything it does not understand. */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  const lines = text.replaceAll(/^\s*#.*\n/gm, "").replaceAll(/\\\n\s*/g, "");
  for (const line of lines.split("\n").filter((each) => each.trim() !== "")) {
    const [, keyword = "", rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (keyword === "FROM") {
      const [, base = "", name = ""] = /^(\S+) AS (\S+)$/.exec(rest) ?? [];
      if (base === "") throw new Error(`A stage without a name: ${line}`);
      stages.push({ name, base, instructions: [] });
      continue;
    }
    if (keyword === "") throw new Error(`No instruction: ${line}`);
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error(`An instruction before the first stage: ${line}`);
    stage.instructions.push({ keyword, text: rest });
  }
  return stages;
}

export function parseCopy({ text }: Instruction): Copy {
  const [, from, paths = ""] = /^(?:--from=(\S+) )?((?!--).*)$/.exec(text) ?? [];
  const words = paths.split(/\s+/);
  const target = words.at(-1);
  if (target === undefined || words.length < 2) throw new Error(`COPY needs two paths: ${text}`);
  return { from: from ?? null, sources: words.slice(0, -1), target };
}
