import type { CustomerClient, CallView } from "@synapse-voice/client";
import type { Emit } from "../../api.ts";
import { callHere, type Ui } from "./screen.ts";
import type { UiStore } from "./ui-store.ts";

/** The call of this page, from its first ring to the screen that says how it ended. */
export interface ShownCall {
  /** The live call that this page shows. */
  shown(): CallView | undefined;
  /** Shows no screen when this call ends. */
  ignoreEnd(callId: string): void;
  stop(): void;
}

/**
 * Follows the client's calls: loads the code that a call needs, emits each phase to the page, and
 * stores the call that ended on this screen.
 */
export function followCalls(
  client: CustomerClient,
  ui: UiStore,
  warm: () => void,
  emit: Emit,
): ShownCall {
  let shown: CallView | undefined;
  let ignoredId: string | undefined;
  const latest = (id: string | undefined): CallView | undefined =>
    client.getState().calls.find(({ call }) => call.id === id);

  const emitPhase = ({ call, phase, peer }: CallView): void => {
    if (call.id !== shown?.call.id || phase !== shown.phase)
      emit("call", { callId: call.id, phase, name: peer?.name ?? null });
  };

  /** Returns nothing for a call that was declined, or answered on another device. */
  const patchAfter = (before: CallView): Partial<Ui> => {
    const { id } = before.call;
    const now = latest(id) ?? { ...before, phase: "ended" };
    if (now.phase !== "ended") return {};
    emitPhase(now);
    return ignoredId === id || now.call.offer?.outcome === "declined"
      ? {}
      : { open: true, ended: now };
  };

  const follow = (): void => {
    const before = shown;
    const view = callHere(client.getState());
    const isNew = view?.call.id !== before?.call.id;
    if (view) emitPhase(view);
    if (view && isNew) warm();
    const { ended } = ui.get();
    const patch = before && isNew ? patchAfter(before) : { ended: latest(ended?.call.id) ?? ended };
    shown = view;
    // The microphone help of another call must not hide a call that rings.
    ui.set(isNew ? { ...patch, microphone: null } : patch);
  };

  const stop = client.subscribe(follow);
  follow();
  return { shown: () => shown, ignoreEnd: (callId) => void (ignoredId = callId), stop };
}
