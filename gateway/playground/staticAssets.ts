import { createReadStream, existsSync, readdirSync, statSync, type ReadStream } from "node:fs";
import { extname, join } from "node:path";

/** A file that may be served, and its compressed twin when the build made one. */
export interface StaticAsset {
  readonly contentType: string;
  /** The file's bytes, compressed when the client takes gzip and there is a twin. */
  open(acceptsGzip: boolean): {
    readonly stream: ReadStream;
    readonly bytes: number;
    readonly encoding: "gzip" | null;
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".woff2": "font/woff2",
};

/**
 * The files of a folder by name, listed once: only what is in the list can be asked for, so no path of a
 * client ever reaches the file system. Files of an unknown type are left out.
 */
export function listAssets(folder: string): ReadonlyMap<string, StaticAsset> {
  const assets = new Map<string, StaticAsset>();
  for (const name of readdirSync(folder)) {
    const contentType = contentTypes[extname(name)];
    if (contentType !== undefined) {
      assets.set(name, asset(join(folder, name), contentType));
    }
  }
  return assets;
}

function asset(path: string, contentType: string): StaticAsset {
  const plain = { path, bytes: statSync(path).size, encoding: null };
  const twin = `${path}.gz`;
  const compressed = existsSync(twin)
    ? { path: twin, bytes: statSync(twin).size, encoding: "gzip" as const }
    : plain;
  return {
    contentType,
    open(acceptsGzip) {
      const file = acceptsGzip ? compressed : plain;
      return { stream: createReadStream(file.path), bytes: file.bytes, encoding: file.encoding };
    },
  };
}
