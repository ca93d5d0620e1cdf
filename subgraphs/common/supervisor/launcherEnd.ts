const LOOK_EVERY_MS = 1_000;

/**
 * Calls back once when npm, which started this process, is gone: ended by a signal it takes its shell along, and that
 * tells nobody. Without npm the parent may be a terminal that closes on purpose (`nohup`), and nothing is watched.
 * Keeps no process alive. Returns the way to stop watching.
 */
export function onLauncherEnd(
  ended: () => void,
  environment: NodeJS.ProcessEnv = process.env,
): () => void {
  if (!environment["npm_lifecycle_event"]) return () => undefined;
  const { ppid } = process;
  const timer = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(timer);
    ended();
  }, LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}
