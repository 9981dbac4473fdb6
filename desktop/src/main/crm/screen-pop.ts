import type { CallView, ClientState } from "@synapse-voice/client";
import type { Preferences } from "../../bridge/preferences.ts";
import type { OpenedCalls } from "./opened-calls.ts";

interface ScreenPopDeps {
  preferences(): Preferences;
  readonly opened: OpenedCalls;
  /** Opens the record of a customer. `takesFocus`: the browser may come to the front. */
  open(customerId: string, options: { takesFocus: boolean }): void;
}

/** Follows the calls of the account. */
export interface ScreenPop {
  /** The calls or the choices changed. Null: nobody is signed in. */
  update(state: ClientState | null): void;
}

/** Returns the id of the customer who calls; null for a colleague, and for an unverified name. */
const customerOf = ({ peer }: CallView): string | null =>
  peer?.type === "PORTAL_CUSTOMER" && peer.verified ? peer.supabaseUserId : null;

/**
 * Opens the record of a customer who calls, once for each call: when it rings, or when it is
 * answered on this device. While alerts are off, a ring opens nothing, and an answer does.
 */
export function createScreenPop({ preferences, opened, open }: ScreenPopDeps): ScreenPop {
  /**
   * Calls that ring or are being answered, and that this process has seen ring. After a restart, a
   * call that goes on is none.
   */
  let rang: ReadonlySet<string> = new Set();

  function timeOf({ call, phase, here }: CallView): "ring" | "answer" | null {
    if (phase === "ringing-in") return "ring";
    return phase === "on-call" && here && rang.has(call.id) ? "answer" : null;
  }
  function isWanted(time: "ring" | "answer"): boolean {
    const { screenPop, alerts, doNotDisturb } = preferences();
    if (screenPop === "never") return false;
    return time === "answer" || (screenPop === "ring" && alerts && !doNotDisturb);
  }
  return {
    update: (state) => {
      const calls = state?.calls ?? [];
      for (const view of calls) {
        const time = timeOf(view);
        const customerId = customerOf(view);
        if (time === null || customerId === null || opened.has(view.call.id)) continue;
        if (!isWanted(time)) continue;
        opened.add(view.call.id);
        open(customerId, { takesFocus: time === "answer" });
      }
      const ringing = calls.filter(
        ({ call, phase }) => phase === "ringing-in" || (phase === "answering" && rang.has(call.id)),
      );
      rang = new Set(ringing.map(({ call }) => call.id));
    },
  };
}
