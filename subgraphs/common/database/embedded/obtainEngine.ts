import { cacheFolder } from "./cacheFolder";
import { debianEngine } from "./debianEngine";
import type { Engine, OnProgress } from "./engine";
import { findInstalledEngines } from "./installedEngine";

/** One way to a server program. It may yield none; what it throws says why. */
export interface EngineSource {
  readonly name: string;
  find(): Promise<readonly Engine[]>;
}

/** The ways to a server program in the order in which they are tried. */
export function engineSources(onProgress: OnProgress): readonly EngineSource[] {
  return [
    { name: "mariadbd or mysqld on this machine", find: () => findInstalledEngines() },
    {
      name: "Debian's or Ubuntu's MariaDB package, unpacked without installing",
      find: async () => [await debianEngine(await cacheFolder(), onProgress)],
    },
  ];
}
