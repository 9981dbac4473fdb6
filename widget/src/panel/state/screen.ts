import type { CallView, ClientState, Notice } from "@synapse-voice/client";
import type { MicrophoneProblem } from "../lazy/microphone.ts";

/** Who is to be called; without an id whoever answers. */
export interface Callee {
  readonly supabaseUserId?: string;
  readonly name?: string;
}

/**
 * What a person wants to do while it is looked whether anything is in the way: to call somebody, or
 * with `callId` to answer.
 */
export interface Asking extends Callee {
  readonly callId?: string;
}

/** Screens whose code comes later. */
export type FurtherScreen = Extract<
  Screen,
  {
    kind:
      | "ended"
      | "notice"
      | "elsewhere"
      | "microphone"
      | "agents"
      | "hours"
      | "callback"
      | "thanks";
  }
>;

/**
 * Where a person goes by themselves, in the panel that they opened. `callId` is the call that
 * nobody took.
 */
export type Page =
  | { readonly kind: "home" }
  | { readonly kind: "agents" }
  | { readonly kind: "hours" }
  | { readonly kind: "thanks" }
  | { readonly kind: "callback"; readonly callId?: string | undefined };

/** What the panel itself remembers, beside the call client's state. */
export interface Ui {
  readonly open: boolean;
  readonly page: Page;
  /** Between the click on Call or Answer and the word that nothing is in the way: hours, microphone. */
  readonly asking: Asking | null;
  /** Why there is no microphone, and what to do again once there is. */
  readonly microphone: { readonly problem: MicrophoneProblem; readonly retry: () => void } | null;
  /** The call that ended on this screen. It stays until the person goes on. */
  readonly ended: CallView | null;
}

export const closedUi: Ui = {
  open: false,
  page: { kind: "home" },
  asking: null,
  microphone: null,
  ended: null,
};

/** The one thing that the panel shows. */
export type Screen =
  | { readonly kind: "closed" }
  | Page
  | { readonly kind: "calling"; readonly view: CallView | null; readonly name: string | null }
  | { readonly kind: "incoming"; readonly view: CallView }
  | { readonly kind: "on-call"; readonly view: CallView }
  | { readonly kind: "elsewhere"; readonly view: CallView }
  | { readonly kind: "ended"; readonly view: CallView }
  | { readonly kind: "microphone"; readonly problem: MicrophoneProblem }
  | { readonly kind: "notice"; readonly notice: Notice };

const kindOf = (view: CallView): "calling" | "incoming" | "on-call" | null => {
  if (view.phase === "ringing-in") return "incoming";
  if (view.phase === "answering") return "calling";
  if (!view.here || view.phase === "ended") return null;
  return view.phase === "on-call" ? "on-call" : "calling";
};

/** Screens of a call on this device, the most pressing first. */
const urgency = ["on-call", "calling", "incoming"] as const;

/** The call that this page has to show, whether the panel was opened or not. */
export function callHere({ calls }: ClientState): CallView | undefined {
  for (const kind of urgency) {
    const view = calls.find((candidate) => kindOf(candidate) === kind);
    if (view) return view;
  }
  return undefined;
}

/** What to show: a pure function of what is known. */
export function screenOf(state: ClientState, ui: Ui): Screen {
  const view = callHere(state);
  const kind = view && kindOf(view);
  if (view && kind === "on-call") return { kind, view };
  if (ui.microphone) return { kind: "microphone", problem: ui.microphone.problem };
  if (view && kind === "incoming" && ui.asking?.callId !== view.call.id) return { kind, view };
  if (view) return { kind: "calling", view, name: view.peer?.name ?? null };
  const dialing = ui.asking ?? state.dialing;
  if (dialing) return { kind: "calling", view: null, name: dialing.name ?? null };
  if (!ui.open) return { kind: "closed" };
  const elsewhere = state.calls.find((candidate) => candidate.phase !== "ended");
  if (elsewhere) return { kind: "elsewhere", view: elsewhere };
  if (state.notice) return { kind: "notice", notice: state.notice };
  return ui.ended ? { kind: "ended", view: ui.ended } : ui.page;
}
