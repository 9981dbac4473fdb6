import type { ClientClock } from "@synapse-voice/client";
// The bundler makes this module: the address of the worker's own file.
// oxlint-disable-next-line import/default
import workerUrl from "./timers.worker.ts?worker&url";
import { createWorkerClock, type WorkerChannel } from "./worker-clock.ts";

/** Timers that a hidden page keeps. */
export interface BackgroundTimers {
  readonly clock: ClientClock;
  /** Script of the worker, from which realtime-js takes its heartbeat. */
  readonly workerUrl: string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string | null }): unknown;
}

/**
 * Pages under `require-trusted-types-for 'script'` may start a worker only from an address that a
 * policy lets through: this one alone.
 */
function allowWorker(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy("default", {
    createScriptURL: (url) => (url === workerUrl ? url : null),
  });
}

const channelTo = (worker: Worker): WorkerChannel => ({
  // Only our own worker hears this.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  send: (message) => worker.postMessage(message),
  listen: (listener) => worker.addEventListener("message", ({ data }) => listener(data)),
  onFailure: (listener) => worker.addEventListener("error", listener),
});

/**
 * Starts the worker that keeps time. Browsers let the timers of a page that has been hidden for
 * five minutes run once a minute, which is too seldom for a presence of 25 s. Null where there are
 * no workers: then the page's timers must do.
 */
export function startBackgroundTimers(): BackgroundTimers | null {
  if (typeof Worker === "undefined") return null;
  try {
    allowWorker();
    return { clock: createWorkerClock(channelTo(new Worker(workerUrl))), workerUrl };
  } catch {
    return null;
  }
}
