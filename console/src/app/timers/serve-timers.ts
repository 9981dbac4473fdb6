import * as v from "valibot";

/**
 * Messages that a page sends: start a timer of `after` ms, cancel one, or (in the format of
 * realtime-js) start a heartbeat every `interval` ms.
 */
const TimerRequest = v.union([
  v.object({ after: v.number(), id: v.number() }),
  v.object({ cancel: v.number() }),
  v.object({ event: v.literal("start"), interval: v.number() }),
]);

/** One end of the channel between page and worker. */
export interface MessageChannelEnd {
  send(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
}

/**
 * Runs timers for a page, inside a worker. Browsers slow down the timers of hidden pages, but not
 * those of workers.
 */
export function serveTimers(page: MessageChannelEnd): void {
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  page.listen((message) => {
    const request = v.safeParse(TimerRequest, message);
    if (!request.success) return;
    if ("after" in request.output) {
      const { after, id } = request.output;
      const fire = (): void => {
        timers.delete(id);
        page.send({ due: id });
      };
      timers.set(id, setTimeout(fire, after));
    } else if ("cancel" in request.output) {
      clearTimeout(timers.get(request.output.cancel));
      timers.delete(request.output.cancel);
    } else {
      clearInterval(heartbeat);
      heartbeat = setInterval(() => page.send({ event: "keepAlive" }), request.output.interval);
    }
  });
}
