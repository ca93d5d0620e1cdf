/** Something that runs beside the requests: a relay, a sweep. Started once the server listens. */
export interface Job {
  /** Returns what stops it; stopping waits for the round under way. */
  start(): () => Promise<void>;
}
