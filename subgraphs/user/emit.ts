import { createUserSubgraph } from "./subgraph";

process.stdout.write(createUserSubgraph().sdl);
