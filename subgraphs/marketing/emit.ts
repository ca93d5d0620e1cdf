import { createMarketingSubgraph } from "./subgraph";

process.stdout.write(createMarketingSubgraph().sdl);
