/** A point in a race test that holds whoever comes to it until the test opens it. */
export interface Gate {
  /** Resolves once the gate is open. */
  readonly pass: () => Promise<void>;
  /** Resolves once somebody stands at the gate or has passed it. */
  readonly reached: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  let open: () => void = () => undefined;
  let reach: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  return {
    pass: () => {
      reach();
      return opened;
    },
    reached,
    open: () => open(),
  };
}
