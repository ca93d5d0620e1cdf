import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { bundleFolder, fingerprintFile } from "./bundle";
import { fingerprint } from "./fingerprint";

const repository = join(__dirname, "../../..");
const webFolder = join(repository, "gateway/playground/web");

/**
 * Builds the page when its sources have changed since the last build (`npm run build:playground`).
 * The new bundle is made aside and moved into place, so a broken build leaves the old one.
 */
async function buildPlayground(): Promise<void> {
  const wanted = fingerprint([webFolder, join(repository, "client-sdk/operations"), __filename], {
    lockFile: join(repository, "package-lock.json"),
    packages:
      /node_modules\/(graphiql|graphql|graphql-ws|monaco-.*|react|react-dom|vite|@graphiql\/.*)$/,
  });
  if (builtFrom() === wanted) {
    return;
  }
  process.stdout.write("Playground: building the page, once until its sources change …\n");
  const startedAt = process.hrtime.bigint();
  const fresh = `${bundleFolder}.${process.pid}`;
  try {
    await bundle(fresh);
    await compressAssets(join(fresh, "assets"));
    await writeFile(join(fresh, fingerprintFile), wanted);
    await rm(bundleFolder, { recursive: true, force: true });
    await rename(fresh, bundleFolder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  process.stdout.write(`Playground: built in ${seconds.toFixed(1)} s\n`);
}

function builtFrom(): string | null {
  const path = join(bundleFolder, fingerprintFile);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

async function bundle(outDir: string): Promise<void> {
  // Vite is an ES module and heavy: loaded only when there is something to build.
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: webFolder,
    base: "./",
    logLevel: "warn",
    // Two copies of React or graphql break at run time, not at build time.
    resolve: { dedupe: ["graphql", "react", "react-dom"] },
    // @graphiql/toolkit asks for this in a branch that browsers never need.
    define: { "process.env.USE_IMPORT": '"true"' },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      // The editor is one large piece, served from the same machine.
      chunkSizeWarningLimit: 10_000,
      reportCompressedSize: false,
      rolldownOptions: {
        onLog(level, log, report) {
          // "use client" means nothing in a bundle; a hundred such warnings would hide a real one.
          if (log.code !== "MODULE_LEVEL_DIRECTIVE") {
            report(level, log);
          }
        },
      },
    },
  });
}

/** A `.gz` twin of each text asset; the server sends it to clients that take it. */
async function compressAssets(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/\.(js|css|svg|ttf)$/.test(name)) {
      const path = join(folder, name);
      await writeFile(`${path}.gz`, await promisify(gzip)(await readFile(path), { level: 9 }));
    }
  }
}

buildPlayground().catch((error: unknown) => {
  process.stderr.write(`Playground: the build failed. ${String(error)}\n`);
  process.exitCode = 1;
});
