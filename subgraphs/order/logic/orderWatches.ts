import { createSignal, type Signal } from "@micro-shop/common/messaging/signal";

/** Tells one waiter of the changes that this process makes to one order. Those of other processes it does not see. */
export interface OrderWatch {
  /** Resolves at a change since the watch began or the last one was told, and after the time at the latest. */
  wait(timeoutMs: number): Promise<void>;
  end(): void;
}

export interface OrderWatches {
  watch(orderId: string): OrderWatch;
  /** Wakes who watches the order. */
  wake(orderId: string): void;
}

export function createOrderWatches(): OrderWatches {
  const signals = new Map<string, Set<Signal>>();
  return {
    watch(orderId) {
      const signal = createSignal();
      const ofOrder = signals.get(orderId) ?? new Set();
      signals.set(orderId, ofOrder.add(signal));
      return {
        wait: (timeoutMs) => signal.wait(timeoutMs),
        end() {
          ofOrder.delete(signal);
          if (ofOrder.size === 0 && signals.get(orderId) === ofOrder) signals.delete(orderId);
        },
      };
    },
    wake(orderId) {
      for (const signal of signals.get(orderId) ?? []) signal.notify();
    },
  };
}
