import { createPaySubgraph } from "./subgraph";

process.stdout.write(createPaySubgraph().sdl);
