import type { ClientClock } from "@synapse-voice/client";
// The bundler makes this module. It exports the URL of the worker's file.
// oxlint-disable-next-line import/default
import workerUrl from "./timers.worker.ts?worker&url";
import { createWorkerClock, type WorkerChannel } from "./worker-clock.ts";

/** Timers that also run while the page is hidden. */
export interface BackgroundTimers {
  readonly clock: ClientClock;
  /** URL of the worker's script. realtime-js starts its heartbeat from it, too. */
  readonly workerUrl: string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string | null }): unknown;
}

/** Allows only the worker's script on pages with `require-trusted-types-for 'script'`. */
function allowWorker(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy("default", {
    createScriptURL: (url) => (url === workerUrl ? url : null),
  });
}

const channelTo = (worker: Worker): WorkerChannel => ({
  // Only our own worker gets this message.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  send: (message) => worker.postMessage(message),
  listen: (listener) => worker.addEventListener("message", ({ data }) => listener(data)),
  onFailure: (listener) => worker.addEventListener("error", listener),
});

/**
 * Starts the worker that runs the timers. Browsers run the timers of a page that has been hidden
 * for five minutes only once a minute, too rarely for a presence lease of 25 s. Null if workers are
 * not available: use the page's timers then.
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
