import type { SagaStep } from "@micro-shop/common/messaging/saga";
import type { SagaRunOptions } from "@micro-shop/common/messaging/sagaRun";
import type { Reach } from "./reach";

/** The same saga with points before and after each call, inside each local transaction and behind its commit. */
export function sagaWithPoints<Data>(
  options: SagaRunOptions<Data>,
  reach: Reach,
): SagaRunOptions<Data> {
  const { definition, store } = options;
  const { kind, onUndone } = definition;
  // A saga does one thing at a time, so what is inside a transaction is what is committed next.
  let inside: string | null = null;
  const enter = (name: string): void => {
    inside = name;
    reach(`${name}.inside`);
  };

  function stepWithPoints(step: SagaStep<Data, object>): SagaStep<Data, object> {
    const name = `${kind}.${step.name}`;
    if (step.kind === "local") {
      const { compensate } = step;
      const forward: typeof step.forward = async (transaction, saga) => {
        const patch = await step.forward(transaction, saga);
        enter(name);
        return patch;
      };
      if (!compensate) return { ...step, forward };
      const undo: typeof compensate = async (transaction, saga) => {
        await compensate(transaction, saga);
        enter(`${name}.undo`);
      };
      return { ...step, forward, compensate: undo };
    }
    const around = async <Result>(point: string, call: () => Promise<Result>): Promise<Result> => {
      reach(`${point}.before`);
      const result = await call();
      reach(`${point}.after`);
      return result;
    };
    const forward: typeof step.forward = (call, data) =>
      around(name, () => step.forward(call, data));
    if (step.kind === "pivot") {
      const { compensate } = step;
      if (!compensate) return { ...step, forward };
      const undo: typeof compensate = (call, data) =>
        around(`${name}.undo`, () => compensate(call, data));
      return { ...step, forward, compensate: undo };
    }
    const { compensate } = step;
    if (!compensate) return { ...step, forward };
    const undo: typeof compensate = (call, data) =>
      around(`${name}.undo`, () => compensate(call, data));
    return { ...step, forward, compensate: undo };
  }

  return {
    ...options,
    store: {
      ...store,
      async transact(work) {
        const result = await store.transact(work);
        if (inside !== null) reach(`${inside}.committed`);
        inside = null;
        return result;
      },
    },
    definition: {
      ...definition,
      steps: definition.steps.map(stepWithPoints),
      onUndone: async (transaction, saga, refusal) => {
        await onUndone?.(transaction, saga, refusal);
        enter(`${kind}.undone`);
      },
    },
  };
}
