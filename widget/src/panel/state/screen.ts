import type { CallView, ClientState, Notice } from "@synapse-voice/client";

/** Person to call. Without an id, the first free agent gets the call. */
export interface Callee {
  readonly supabaseUserId?: string;
  readonly name?: string;
}

/**
 * A call that waits for the checks before it: opening hours and microphone. With `callId`, it is an
 * incoming call to answer.
 */
export interface PendingCall extends Callee {
  readonly callId?: string;
}

/**
 * Reason why the microphone can't be used. `refused`: by the person or by a policy. `missing`: not
 * found, or in use. `insecure`: the page has no https address.
 */
export type MicrophoneProblem = "refused" | "missing" | "insecure";

/** A call or an answer that the microphone prevented. `retry` repeats it. */
export interface BlockedCall {
  readonly problem: MicrophoneProblem;
  readonly retry: () => void;
}

/** Pages that a person opens in the panel. `callId` is the call that nobody answered. */
export type Page =
  | { readonly kind: "home" }
  | { readonly kind: "agents" }
  | { readonly kind: "hours" }
  /**
   * Nobody is at work: a call would wait for an unknown time. `isBack`: somebody has come back
   * while this page was open.
   */
  | { readonly kind: "nobody"; readonly isBack?: boolean }
  | { readonly kind: "thanks" }
  | { readonly kind: "callback"; readonly callId?: string | undefined };

/** State of the panel itself, beside the state of the call client. */
export interface Ui {
  readonly open: boolean;
  readonly page: Page;
  /** Set from the click on Call or Answer until the checks are done. */
  readonly pending: PendingCall | null;
  readonly microphone: BlockedCall | null;
  /** The call that ended on this screen. It stays until the person leaves the screen. */
  readonly ended: CallView | null;
}

export const initialUi: Ui = {
  open: false,
  page: { kind: "home" },
  pending: null,
  microphone: null,
  ended: null,
};

/** A call of the customer before the answer. `view` is null until the server has it. */
export interface CallingScreen {
  readonly kind: "calling";
  readonly view: CallView | null;
  readonly name: string | null;
}

/** The one screen that the panel shows. `closed`: only the button shows. */
export type Screen =
  | { readonly kind: "closed" }
  | Page
  | CallingScreen
  | { readonly kind: "incoming"; readonly view: CallView }
  | { readonly kind: "on-call"; readonly view: CallView }
  | { readonly kind: "elsewhere"; readonly view: CallView }
  | { readonly kind: "ended"; readonly view: CallView }
  | ({ readonly kind: "microphone" } & BlockedCall)
  | { readonly kind: "notice"; readonly notice: Notice };

/** Screens whose code is in the chunk that loads later. */
export type SecondaryScreen = Extract<
  Screen,
  {
    kind:
      | "ended"
      | "notice"
      | "elsewhere"
      | "microphone"
      | "agents"
      | "hours"
      | "nobody"
      | "callback"
      | "thanks";
  }
>;

const kindOf = (view: CallView): "calling" | "incoming" | "on-call" | null => {
  if (view.phase === "ringing-in") return "incoming";
  if (view.phase === "answering") return "calling";
  if (!view.here || view.phase === "ended") return null;
  return view.phase === "on-call" ? "on-call" : "calling";
};

/** Screens of a call on this device. The first one that has a call wins. */
const priority = ["on-call", "calling", "incoming"] as const;

/** Returns the call that this page must show, even if nobody opened the panel. */
export function callHere({ calls }: ClientState): CallView | undefined {
  for (const kind of priority) {
    const view = calls.find((candidate) => kindOf(candidate) === kind);
    if (view) return view;
  }
  return undefined;
}

/** Derives the screen from the state. Pure. */
export function screenOf(state: ClientState, ui: Ui): Screen {
  const view = callHere(state);
  const kind = view && kindOf(view);
  if (view && kind === "on-call") return { kind, view };
  if (ui.microphone) return { kind: "microphone", ...ui.microphone };
  if (view && kind === "incoming" && ui.pending?.callId !== view.call.id) return { kind, view };
  if (view) return { kind: "calling", view, name: view.peer?.name ?? null };
  const dialing = ui.pending ?? state.dialing;
  if (dialing) return { kind: "calling", view: null, name: dialing.name ?? null };
  if (!ui.open) return { kind: "closed" };
  const elsewhere = state.calls.find((candidate) => candidate.phase !== "ended");
  if (elsewhere) return { kind: "elsewhere", view: elsewhere };
  if (state.notice) return { kind: "notice", notice: state.notice };
  return ui.ended ? { kind: "ended", view: ui.ended } : ui.page;
}
