import type { Call } from "../domain/call.ts";
import type { Command } from "../domain/inputs.ts";

/** A committed change of a call. Subscribers, such as the metrics, are registered in compose. */
export interface CallChange {
  /** The call before the change; null for a new call. */
  readonly before: Call | null;
  readonly command: Command["type"] | "start";
  readonly call: Call;
}
