import type { CustomerClient, CallView } from "@synapse-voice/client";
import type { PanelHost } from "../../api.ts";
import { callHere, type Ui } from "./screen.ts";
import type { UiStore } from "./ui-store.ts";

/** The call of this page, from its first ring to the card that says how it ended. */
export interface ShownCalls {
  /** The live call that this page shows. */
  shown(): CallView | undefined;
  /** This call's end is no news to the person. */
  forget(callId: string): void;
  stop(): void;
}

/** Watches the client: fetches what a call needs, tells the page, keeps what ended on this screen. */
export function followCalls(
  client: CustomerClient,
  ui: UiStore,
  warm: () => void,
  emit: PanelHost["emit"],
): ShownCalls {
  let shown: CallView | undefined;
  let forgotten: string | undefined;
  const latest = (id: string | undefined): CallView | undefined =>
    client.getState().calls.find(({ call }) => call.id === id);

  const tell = ({ call, phase, peer }: CallView): void => {
    if (call.id !== shown?.call.id || phase !== shown.phase)
      emit("call", { callId: call.id, phase, name: peer?.name ?? null });
  };

  /** A call that was declined, or answered on another device, just goes. */
  const settle = (before: CallView): Partial<Ui> => {
    const { id } = before.call;
    const now = latest(id) ?? { ...before, phase: "ended" };
    if (now.phase !== "ended") return {};
    tell(now);
    return forgotten === id || now.call.offer?.outcome === "declined"
      ? {}
      : { open: true, ended: now };
  };

  const follow = (): void => {
    const before = shown;
    const view = callHere(client.getState());
    const isNew = view?.call.id !== before?.call.id;
    if (view) tell(view);
    if (view && isNew) warm();
    const { ended } = ui.get();
    const patch = before && isNew ? settle(before) : { ended: latest(ended?.call.id) ?? ended };
    shown = view;
    // A call must not ring behind the help for the microphone that another one wanted.
    ui.set(isNew ? { ...patch, microphone: null } : patch);
  };

  const stop = client.subscribe(follow);
  follow();
  return { shown: () => shown, forget: (callId) => void (forgotten = callId), stop };
}
