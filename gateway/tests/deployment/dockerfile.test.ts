import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { isIgnored, readIgnored } from "./dockerignore";
import { parseCopy, parseDockerfile, readDockerfile, type Stage } from "./dockerfile";

const stages = readDockerfile();

function stage(name: string): Stage {
  const found = stages.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no stage ${name} in the Dockerfile.`);
  return found;
}

function textsOf(name: string, keyword: string): readonly string[] {
  return stage(name)
    .instructions.filter((each) => each.keyword === keyword)
    .map(({ text }) => text);
}

/** Every folder that npm takes for a workspace. */
function workspaces(): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
    workspaces: string[];
  };
  return manifest.workspaces;
}

describe("the Dockerfile", () => {
  it("copies only what exists", () => {
    for (const { instructions } of stages) {
      for (const { from, sources } of instructions
        .filter((each) => each.keyword === "COPY")
        .map(parseCopy)) {
        if (from !== null) expect(stages.map(({ name }) => name)).toContain(from);
        else for (const source of sources) expect(existsSync(join(projectRoot, source))).toBe(true);
      }
    }
  });

  it("gives npm the manifest of every workspace", () => {
    const copied = stage("manifests")
      .instructions.filter(({ keyword }) => keyword === "COPY")
      .flatMap((each) => parseCopy(each).sources);
    for (const workspace of workspaces()) expect(copied).toContain(`${workspace}/package.json`);
  });

  it("installs for every workspace that runs, and without development dependencies", () => {
    const [install = ""] = textsOf("dependencies", "RUN");
    expect(install).toContain("--omit=dev");
    for (const workspace of workspaces()) {
      const runs = workspace !== "schema" && workspace !== "client-sdk";
      expect([workspace, install.includes(`--workspace=${workspace}`)]).toEqual([workspace, runs]);
    }
  });

  it("runs on the Node that the project asks for, the same in all stages", () => {
    const bases = stages.map(({ base }) => base).filter((base) => base.includes(":"));
    expect(new Set(bases)).toEqual(new Set(["node:20-bookworm-slim"]));
    expect(stage("runtime").base).toBe("node:20-bookworm-slim");
  });

  it("runs as a user that is not root, in production", () => {
    expect(textsOf("runtime", "USER")).toEqual(["node"]);
    expect(textsOf("runtime", "ENV")).toEqual(["NODE_ENV=production"]);
  });

  it("takes no secret at build time", () => {
    for (const { instructions } of stages) {
      for (const { keyword, text } of instructions) {
        expect(keyword).not.toBe("ARG");
        expect(text).not.toMatch(/SECRET|PASSWORD|TOKEN/);
      }
    }
  });

  it("starts the gateway unless told otherwise", () => {
    const [command = "[]"] = textsOf("runtime", "CMD");
    const program = (JSON.parse(command) as string[]).at(-1) ?? "";
    expect(existsSync(join(projectRoot, program))).toBe(true);
  });

  it("is not understood with a step that our image test would leave out", () => {
    expect(() => parseDockerfile("FROM node:20\n")).toThrow("A stage without a name");
    expect(() => parseCopy({ keyword: "COPY", text: "--chown=node:node a b" })).toThrow();
  });
});

describe("the build context", () => {
  const patterns = readIgnored();

  it.each([
    ".env",
    ".env.local",
    ".data",
    ".git",
    "node_modules",
    "gateway/node_modules",
    "gateway/dist",
    "a/b.log",
  ])("leaves out %s", (path) => expect(isIgnored(path, patterns)).toBe(true));

  it("keeps every source and manifest", () => {
    const kept = [
      "package.json",
      ".npmrc",
      "start.ts",
      "schema/supergraph.graphql",
      "gateway/main.ts",
    ];
    for (const path of [...kept, ...workspaces().map((name) => `${name}/package.json`)]) {
      expect([path, isIgnored(path, patterns)]).toEqual([path, false]);
    }
    const top = readdirSync(projectRoot).filter((name) => isIgnored(name, patterns));
    expect(
      ["gateway", "schema", "subgraphs", "client-sdk"].filter((name) => top.includes(name)),
    ).toEqual([]);
  });
});
