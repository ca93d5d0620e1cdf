import { createProductSubgraph } from "./subgraph";

process.stdout.write(createProductSubgraph().sdl);
