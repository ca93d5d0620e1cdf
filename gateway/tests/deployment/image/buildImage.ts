import { cp, mkdir, readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { isIgnored, readIgnored } from "../dockerignore";
import { parseCopy, readDockerfile, type Copy, type Stage } from "../dockerfile";
import { runShell } from "./runShell";

/** What `docker build` would make, without an engine: a folder for each stage instead of a layered file system. */
export interface BuiltImage {
  /** The working directory of the last stage. */
  readonly root: string;
  /** Settings of the image itself (`ENV`). */
  readonly environment: Readonly<Record<string, string>>;
}

interface BuiltStage extends BuiltImage {
  readonly name: string;
  /** What the stage calls its working directory, e.g. `/app`. */
  readonly workDir: string;
}

/**
 * Carries out the steps of the Dockerfile in an empty folder, one after the other, on the Node of this machine.
 * What differs from an engine: the base image, and that a step could reach files outside its stage.
 */
export async function buildImage(folder: string): Promise<BuiltImage> {
  const built: BuiltStage[] = [];
  for (const stage of readDockerfile()) built.push(await buildStage(stage, built, folder));
  const last = built.at(-1);
  if (last === undefined) throw new Error("The Dockerfile has no stage.");
  return last;
}

async function buildStage(
  stage: Stage,
  earlier: readonly BuiltStage[],
  folder: string,
): Promise<BuiltStage> {
  const root = join(folder, stage.name);
  const base = earlier.find(({ name }) => name === stage.base);
  await mkdir(root);
  if (base) await cp(base.root, root, { recursive: true, verbatimSymlinks: true });
  const environment: Record<string, string> = { ...base?.environment };
  let workDir = base?.workDir ?? "";
  for (const { keyword, text } of stage.instructions) {
    switch (keyword) {
      case "WORKDIR":
        workDir = text;
        break;
      case "ENV":
        Object.assign(environment, Object.fromEntries([text.split("=")]));
        break;
      case "COPY":
        await copy(parseCopy({ keyword, text }), root, earlier);
        break;
      case "RUN":
        await runShell(text, { cwd: root, environment });
        break;
      case "USER":
      case "EXPOSE":
      case "CMD":
        break;
      default:
        throw new Error(`A step that this build does not know: ${keyword} ${text}`);
    }
  }
  return { name: stage.name, root, environment, workDir };
}

async function copy(
  { from, sources, target }: Copy,
  root: string,
  earlier: readonly BuiltStage[],
): Promise<void> {
  for (const source of sources) {
    if (from === null) await copyFromContext(source, resolve(root, target));
    else await copyFolder(sourceIn(from, source, earlier), resolve(root, target));
  }
}

/** `/app/image` of a stage whose working directory is `/app`. */
function sourceIn(from: string, source: string, earlier: readonly BuiltStage[]): string {
  const stage = earlier.find(({ name }) => name === from);
  if (!stage || !source.startsWith(stage.workDir)) throw new Error(`Nothing at ${from} ${source}`);
  return join(stage.root, source.slice(stage.workDir.length));
}

/** Of a folder its contents are copied, of a file the file: as COPY does it. */
async function copyFromContext(source: string, target: string): Promise<void> {
  const patterns = readIgnored();
  if (source !== ".") {
    await mkdir(target, { recursive: true });
    await cp(join(projectRoot, source), join(target, basename(source)));
    return;
  }
  for (const name of await readdir(projectRoot)) {
    await cp(join(projectRoot, name), join(target, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !isIgnored(path.slice(projectRoot.length + 1), patterns),
    });
  }
}

async function copyFolder(source: string, target: string): Promise<void> {
  await cp(source, target, { recursive: true, verbatimSymlinks: true });
}
