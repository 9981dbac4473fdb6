import * as v from "valibot";

/**
 * What a page asks of the timers: one turn, an end to it, or (in the words of realtime-js) a steady
 * beat.
 */
const Ask = v.union([
  v.object({ after: v.number(), id: v.number() }),
  v.object({ cancel: v.number() }),
  v.object({ event: v.literal("start"), interval: v.number() }),
]);

/** One end of the messages between page and worker. */
export interface Pipe {
  send(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
}

/**
 * Keeps time for a page, inside a worker: browsers slow down the timers of hidden pages, but not of
 * workers.
 */
export function serveTimers(page: Pipe): void {
  const running = new Map<number, ReturnType<typeof setTimeout>>();
  let beat: ReturnType<typeof setInterval> | undefined;
  page.listen((message) => {
    const ask = v.safeParse(Ask, message);
    if (!ask.success) return;
    if ("after" in ask.output) {
      const { after, id } = ask.output;
      const due = (): void => {
        running.delete(id);
        page.send({ due: id });
      };
      running.set(id, setTimeout(due, after));
    } else if ("cancel" in ask.output) {
      clearTimeout(running.get(ask.output.cancel));
      running.delete(ask.output.cancel);
    } else {
      clearInterval(beat);
      beat = setInterval(() => page.send({ event: "keepAlive" }), ask.output.interval);
    }
  });
}
