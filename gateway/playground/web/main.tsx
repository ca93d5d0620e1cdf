import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./playground.css";
import { createRoot } from "react-dom/client";
import { Playground } from "./Playground";
import { readSettings } from "./settings";

const root = document.getElementById("root");
if (root === null) {
  throw new Error('The page has no element "root".');
}
createRoot(root).render(<Playground settings={readSettings(root)} />);
