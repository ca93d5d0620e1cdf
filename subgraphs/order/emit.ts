import { createOrderSubgraph } from "./subgraph";

process.stdout.write(createOrderSubgraph().sdl);
