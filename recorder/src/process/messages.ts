import * as v from "valibot";

/** A message from a worker to its supervisor. */
export const WorkerMessage = v.variant("type", [
  /** The worker takes no more calls, and ends after its last one. */
  v.object({ type: v.literal("worn") }),
  v.object({ type: v.literal("metrics"), id: v.number(), metrics: v.array(v.looseObject({})) }),
]);
export type WorkerMessage = v.InferOutput<typeof WorkerMessage>;

/** A message from a supervisor to a worker: asks for its metrics. */
export const SupervisorMessage = v.object({ type: v.literal("metrics"), id: v.number() });
export type SupervisorMessage = v.InferOutput<typeof SupervisorMessage>;
