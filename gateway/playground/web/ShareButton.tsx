import { pick, ToolbarButton, useGraphiQL } from "@graphiql/react";
import { writeDeepLink } from "./deepLink";

/** Puts a link to the current operation into the address bar and, where the browser allows, the clipboard. */
export function ShareButton() {
  const { queryEditor, variableEditor } = useGraphiQL(pick("queryEditor", "variableEditor"));
  function share(): void {
    const link = writeDeepLink(location.href, {
      query: queryEditor?.getValue() ?? "",
      variables: variableEditor?.getValue() ?? "",
    });
    history.replaceState(null, "", link);
    // The clipboard exists on secure origins only; the address bar holds the link in any case.
    navigator.clipboard?.writeText(link).catch((error: unknown) => console.warn(error));
  }
  return (
    <ToolbarButton label="Link to this operation (address bar and clipboard)" onClick={share}>
      <svg className="graphiql-toolbar-icon" viewBox="0 0 16 16" fill="none" stroke="currentColor">
        <path
          d="M6.5 9.5a2.5 2.5 0 0 0 3.6 0l2.6-2.6a2.5 2.5 0 0 0-3.6-3.6L8.2 4.2M9.5 6.5a2.5 2.5 0 0 0-3.6 0L3.3 9.1a2.5 2.5 0 0 0 3.6 3.6l.9-.9"
          strokeLinecap="round"
          strokeWidth="1.3"
        />
      </svg>
    </ToolbarButton>
  );
}
