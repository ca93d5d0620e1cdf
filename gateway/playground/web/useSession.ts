import { useSyncExternalStore } from "react";
import type { SessionState, SessionStore } from "./session";

/** Renders again whenever somebody signs in or out. */
export function useSession(store: SessionStore): SessionState {
  return useSyncExternalStore(store.subscribe, store.state);
}
