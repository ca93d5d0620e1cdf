import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import * as barrier from "@micro-shop/common/messaging/barrier";
import * as eventReceiver from "@micro-shop/common/messaging/eventReceiver";
import * as idempotency from "@micro-shop/common/messaging/idempotency";
import * as sagaRun from "@micro-shop/common/messaging/sagaRun";
import * as serviceEventBus from "@micro-shop/common/messaging/serviceEventBus";
import type { ServiceName } from "@micro-shop/common/serviceNames";
import { pointPaths, type Delivery } from "./protocol";
import type { Reach } from "./reach";
import { sagaWithPoints } from "./sagaWithPoints";

type AnyFunction = (...parameters: never[]) => unknown;

/**
 * Puts points into the seams that all services share, by wrapping what their modules export: between the steps of every
 * saga, behind every commit of a participant and before its answer, around the publication of events, in and behind their
 * application, and in pay between the provider's answer and the writing of it.
 */
export function placePoints(service: ServiceName, folder: string, reach: Reach): void {
  wrap(sagaRun, "runSaga", (runSaga) => (held, options) => {
    return runSaga(held, sagaWithPoints(options, reach));
  });
  wrap(barrier, "runForward", (runForward) => async (database, key, effect) => {
    const result = await runForward(database, key, effect);
    reach(`${key.step}.committed`);
    return result;
  });
  wrap(barrier, "runCompensation", (runCompensation) => async (database, key, undo) => {
    await runCompensation(database, key, undo);
    reach(`${key.step}.undone`);
  });
  wrap(barrier, "compensate", (compensate) => async (transaction, key, undo) => {
    await compensate(transaction, key, undo);
    reach(`${key.step}.undo.inside`);
  });
  for (const name of ["runOnce", "runOnceYielding"] as const) {
    wrap(idempotency, name, (run: AnyFunction): never => {
      const wrapped = async (...parameters: Parameters<typeof idempotency.runOnce>) => {
        const result: unknown = await Reflect.apply(run, undefined, parameters);
        reach(`${parameters[1].operation}.committed`);
        return result;
      };
      return wrapped as never;
    });
  }
  wrap(serviceEventBus, "createServiceEventBus", (create) => (options) => {
    const bus = create(options);
    return {
      ...bus,
      async publish(consumer, events) {
        reach(`events to ${consumer}.claimed`);
        const accepted = await bus.publish(consumer, events);
        reach(`events to ${consumer}.published`);
        return accepted;
      },
    };
  });
  placeReceiverPoints(service, folder, reach);
  if (service === "pay") placeChargePoints(reach);
}

function placeReceiverPoints(service: ServiceName, folder: string, reach: Reach): void {
  wrap(eventReceiver, "createEventReceiver", (create) => (options) => {
    const handlers = Object.entries(options.handlers as Record<string, AnyFunction>).map(
      ([topic, handle]): [string, unknown] => [
        topic,
        async (...parameters: never[]) => {
          await handle(...parameters);
          reach(`${topic}.inside`);
        },
      ],
    );
    const receive = create({ ...options, handlers: Object.fromEntries(handlers) as never });
    return async (envelopes) => {
      const delivery: Delivery = { service, eventIds: envelopes.map(({ id }) => id) };
      appendFileSync(pointPaths(folder).deliveries, `${JSON.stringify(delivery)}\n`);
      const accepted = await receive(envelopes);
      for (const topic of new Set(envelopes.map((envelope) => envelope.topic))) {
        reach(`${topic}.applied`);
      }
      return accepted;
    };
  });
}

interface ResultModule {
  applyResult: (...parameters: [unknown, unknown, { readonly outcome: string }]) => Promise<void>;
}

/** By its path: no test of the gateway may import a subgraph, and this one loads nothing that pay would not load anyway. */
function placeChargePoints(reach: Reach): void {
  const load = createRequire(__filename);
  const path = join(projectRoot, "subgraphs/pay/dist/logic/applyResult.js");
  wrap(load(path) as ResultModule, "applyResult", (applyResult) => async (...parameters) => {
    const isFinal = ["APPROVED", "DECLINED"].includes(parameters[2].outcome);
    if (isFinal) reach("charge.answered");
    await applyResult(...parameters);
    if (isFinal) reach("charge.settled");
  });
}

/** Throws when the function is not there: a point that is silently missing would prove nothing. */
function wrap<Module extends object, Name extends keyof Module & string>(
  module: Module,
  name: Name,
  around: (original: Module[Name]) => Module[Name],
): void {
  const original = module[name];
  if (typeof original !== "function") throw new Error(`There is no ${name} to put a point into.`);
  if (!Reflect.set(module, name, around(original))) throw new Error(`${name} cannot be wrapped.`);
}
