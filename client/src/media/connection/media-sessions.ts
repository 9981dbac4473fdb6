import type { DesiredMedia } from "../state/desired-media.ts";
import { createReconciler, type Reconciler } from "../state/reconciler.ts";
import type { MediaSession } from "./media-session.ts";

/** The sessions of all calls whose rooms this device is in. */
export interface MediaSessions {
  /** All there should be; the last one is what views show first. */
  set(desired: readonly DesiredMedia[]): void;
  /** In the order of what was set. */
  current(): readonly MediaSession[];
  /** Resolves once every room that is not wanted any more is left. */
  settled(): Promise<void>;
}

interface Slot {
  session: MediaSession | null;
  wish: DesiredMedia | null;
  readonly reconciler: Reconciler<DesiredMedia | null>;
}

/**
 * Each call's changes are made one at a time, a room that is left included; calls don't wait for
 * one another.
 */
export function createMediaSessions(
  open: (desired: DesiredMedia) => MediaSession,
  changed: () => void,
): MediaSessions {
  const slots = new Map<string, Slot>();
  let order: readonly string[] = [];

  async function bring(slot: Slot, callId: string, desired: DesiredMedia | null): Promise<void> {
    if (desired) {
      if (slot.session) slot.session.update(desired);
      else slot.session = open(desired);
      return changed();
    }
    const last = slot.session;
    slot.session = null;
    changed();
    await last?.close();
    if (!slot.wish) slots.delete(callId);
  }
  function slotOf(callId: string): Slot {
    const known = slots.get(callId);
    if (known) return known;
    const slot: Slot = {
      session: null,
      wish: null,
      reconciler: createReconciler((desired) => bring(slot, callId, desired)),
    };
    slots.set(callId, slot);
    return slot;
  }
  const wish = (callId: string, desired: DesiredMedia | null): void => {
    const slot = slotOf(callId);
    slot.wish = desired;
    slot.reconciler.set(desired);
  };

  return {
    set: (desired) => {
      order = desired.map(({ callId }) => callId);
      // What ends or is held first: its microphone is silent before another call's is not.
      for (const callId of [...slots.keys()].filter((known) => !order.includes(known)))
        wish(callId, null);
      for (const one of desired) wish(one.callId, one);
    },
    current: () => order.flatMap((callId) => slots.get(callId)?.session ?? []),
    settled: async () =>
      void (await Promise.all([...slots.values()].map((slot) => slot.reconciler.settled()))),
  };
}
