import type { CallView, ClientState } from "../../state/state.ts";
import type { CommandArgs, CommandName } from "../messages/commands.ts";

/**
 * Changes that the client makes to its state at once, before any reply. A page applies them until
 * the state that contains them arrives, so that a press shows without a wait and in the right
 * order.
 */
type Predictions = {
  readonly [Name in CommandName]?: (state: ClientState, ...args: CommandArgs<Name>) => ClientState;
};

const isOn = ({ here, phase, held }: CallView): boolean => here && phase === "on-call" && !held;

const change = (
  state: ClientState,
  callId: string,
  update: (view: CallView) => CallView,
): ClientState => ({
  ...state,
  calls: state.calls.map((view) => (view.call.id === callId ? update(view) : view)),
});

const clearNotice = (state: ClientState): ClientState => ({ ...state, notice: null });

const leave = (state: ClientState, callId: string): ClientState =>
  change(state, callId, (view) => ({ ...view, phase: "ended", left: true }));

/** Ends the dialling: without an id, or with that of the call that waits for an answer. */
const cancelDial = (state: ClientState, callId: string | undefined): ClientState => {
  const isDialled = ({ call, here, phase }: CallView): boolean =>
    call.id === callId && here && (phase === "queued" || phase === "ringing-out");
  return callId === undefined || state.calls.some(isDialled) ? { ...state, dialing: null } : state;
};

const canMute = ({ calls, dialing }: ClientState): boolean =>
  dialing !== null ||
  calls.some(({ here, phase }) => phase === "answering" || (here && phase !== "ended"));

const predictions: Predictions = {
  call: (state, callee) =>
    state.dialing !== null
      ? state
      : {
          ...clearNotice(state),
          dialing: { calleeId: callee?.supabaseUserId ?? null, name: callee?.name ?? null },
        },
  answer: (state, callId) =>
    change(clearNotice(state), callId, (view) =>
      view.phase === "ringing-in" ? { ...view, phase: "answering" } : view,
    ),
  decline: leave,
  hangUp: (state, callId) => {
    const next = cancelDial(state, callId);
    return callId === undefined ? next : leave(next, callId);
  },
  hold: (state, callId) => change(clearNotice(state), callId, (view) => ({ ...view, held: true })),
  resume: (state, callId) => ({
    ...clearNotice(state),
    calls: state.calls.map((view) => {
      if (view.call.id === callId) return { ...view, held: false };
      return isOn(view) ? { ...view, held: true } : view;
    }),
  }),
  moveToDevice: clearNotice,
  startRecording: clearNotice,
  pauseRecording: clearNotice,
  resumeRecording: clearNotice,
  answerRecording: clearNotice,
  endWrapUp: clearNotice,
  setWanted: (state, wanted) => ({ ...state, wanted }),
  setMuted: (state, muted) => ({ ...state, muted: muted && canMute(state) }),
  dismiss: (state, callId) => ({
    ...state,
    calls: state.calls.filter(({ call, phase }) => call.id !== callId || phase !== "ended"),
  }),
  dismissNotice: clearNotice,
};

/** Returns the state right after a command, as far as the page can know it. */
export function predict<Name extends CommandName>(
  state: ClientState,
  name: Name,
  args: CommandArgs<Name>,
): ClientState {
  const prediction = predictions[name] as
    | ((state: ClientState, ...args: readonly unknown[]) => ClientState)
    | undefined;
  return prediction ? prediction(state, ...args) : state;
}
