import { pick, useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from "@graphiql/react";
import { useState } from "react";
import { bundledExamples, type Example } from "./examples";
import { exampleVariables } from "./exampleVariables";

/** The panel of the SDK's operations: a click opens one in a tab, with variables to start from. */
export const examplesPlugin: GraphiQLPlugin = {
  title: "Examples",
  icon: ListIcon,
  content: Examples,
};

const groups = bundledExamples();

function Examples() {
  const [filter, setFilter] = useState("");
  const open = useOpenInTab();
  const shown = groups
    .map(({ name, examples }) => ({
      name,
      examples: examples.filter((each) => matches(each, filter)),
    }))
    .filter(({ examples }) => examples.length > 0);
  return (
    <section className="playground-panel">
      <h2>Examples</h2>
      <p className="playground-hint">
        The operations of the SDK. A click opens one in a new tab with the variables it requires.
      </p>
      <input
        type="search"
        placeholder="Find an operation"
        aria-label="Find an operation"
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      {shown.length === 0 && (
        <p>{groups.length === 0 ? "None was there at build time." : "None found."}</p>
      )}
      {shown.map(({ name, examples }) => (
        <div key={name}>
          <h3>{name}</h3>
          <ul className="playground-list">
            {examples.map((example) => (
              <li key={example.name}>
                <button
                  type="button"
                  className="playground-entry inline"
                  onClick={() => open(example)}
                >
                  <strong>{example.name}</strong>
                  <small className={`playground-kind ${example.kind}`}>{example.kind}</small>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function matches({ name, kind }: Example, filter: string): boolean {
  return `${name} ${kind}`.toLowerCase().includes(filter.trim().toLowerCase());
}

function useOpenInTab(): (example: Example) => void {
  const actions = useGraphiQLActions();
  const { queryEditor, variableEditor, schema } = useGraphiQL(
    pick("queryEditor", "variableEditor", "schema"),
  );
  return ({ text, operation }) => {
    // A subscription that still runs would write its events into the new tab.
    actions.stop();
    actions.addTab();
    queryEditor?.setValue(text);
    variableEditor?.setValue(exampleVariables(operation, schema));
  };
}

function ListIcon() {
  return (
    <svg height="1em" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.3">
      <path d="M3 1.5h7l3 3v10H3z" strokeLinejoin="round" />
      <path d="M5.5 7h5M5.5 9.5h5M5.5 12h3" strokeLinecap="round" />
    </svg>
  );
}
