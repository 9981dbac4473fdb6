/** Requests of a page that wait for the server, by id. */
export interface RunningRequests {
  /** Adds one. Its signal fires when the page aborts it, or is gone. */
  start(id: number, options: { readonly keepalive?: boolean | undefined }): AbortSignal;
  abort(id: number): void;
  finish(id: number): void;
  /** Aborts all, except those that outlive the page. */
  abortAll(): void;
}

/** Makes an empty list. */
export function createRunningRequests(): RunningRequests {
  const running = new Map<number, { controller: AbortController; keepalive: boolean }>();
  const abort = (id: number): void => {
    running.get(id)?.controller.abort();
    running.delete(id);
  };
  return {
    start: (id, { keepalive = false }) => {
      const controller = new AbortController();
      running.set(id, { controller, keepalive });
      return controller.signal;
    },
    abort,
    finish: (id) => void running.delete(id),
    abortAll: () => {
      for (const [id, { keepalive }] of running) if (!keepalive) abort(id);
    },
  };
}
