import type { DesiredMedia } from "../state/desired-media.ts";
import { createReconciler, type Reconciler } from "../state/reconciler.ts";
import type { MediaSession } from "./media-session.ts";

/** Sessions of all calls whose rooms this device is in. */
export interface MediaSessions {
  /** Sets the desired media of all calls; views show the last one first. */
  set(desired: readonly DesiredMedia[]): void;
  /** Returns the sessions in the order of the desired media. */
  current(): readonly MediaSession[];
  /** Resolves once every room that is not desired any more is left. */
  whenIdle(): Promise<void>;
}

interface Slot {
  session: MediaSession | null;
  desired: DesiredMedia | null;
  readonly reconciler: Reconciler<DesiredMedia | null>;
}

/**
 * Makes the sessions. Changes of one call are applied one at a time, and leaving its room is one of
 * them. Calls don't wait for one another.
 */
export function createMediaSessions(
  open: (desired: DesiredMedia) => MediaSession,
  changed: () => void,
): MediaSessions {
  const slots = new Map<string, Slot>();
  let order: readonly string[] = [];

  async function apply(slot: Slot, callId: string, desired: DesiredMedia | null): Promise<void> {
    if (desired) {
      if (slot.session) slot.session.update(desired);
      else slot.session = open(desired);
      return changed();
    }
    const last = slot.session;
    slot.session = null;
    changed();
    await last?.close();
    if (!slot.desired) slots.delete(callId);
  }
  function slotOf(callId: string): Slot {
    const known = slots.get(callId);
    if (known) return known;
    const slot: Slot = {
      session: null,
      desired: null,
      reconciler: createReconciler((desired) => apply(slot, callId, desired)),
    };
    slots.set(callId, slot);
    return slot;
  }
  const setOne = (callId: string, desired: DesiredMedia | null): void => {
    const slot = slotOf(callId);
    slot.desired = desired;
    slot.reconciler.set(desired);
  };

  return {
    set: (desired) => {
      order = desired.map(({ callId }) => callId);
      // Calls that end or go on hold come first: their microphone is silent before another one is
      // not.
      for (const callId of [...slots.keys()].filter((known) => !order.includes(known)))
        setOne(callId, null);
      for (const one of desired) setOne(one.callId, one);
    },
    current: () => order.flatMap((callId) => slots.get(callId)?.session ?? []),
    whenIdle: async () =>
      void (await Promise.all([...slots.values()].map((slot) => slot.reconciler.whenIdle()))),
  };
}
