import type { AgentState } from "@synapse-voice/contract";
import { othersWaiting, type CallView, type ClientState } from "@synapse-voice/client";

/** A call that the tray's menu can act on. */
export interface TrayCall {
  /** Absent while the server has not placed the call yet. */
  readonly callId?: string;
  /** Name of the other party; absent if nobody has answered the queue call yet. */
  readonly name?: string;
}

/** The call whose sound is on this device. */
export interface OwnCall extends TrayCall {
  /** Absent if there is nothing to mute, such as on hold. */
  readonly muted?: boolean;
}

/** The agent's state for the tray, as the server acknowledged it. Null: nobody is signed in. */
export type AgentStatus = {
  readonly state: AgentState;
  /** True only if calls ring here now. */
  readonly reachable: boolean;
  /** True while a call rings. */
  readonly ringing: boolean;
  /** Number of callers in the team's queue. */
  readonly waiting: number;
  /** Number of missed calls that the agent has not seen; absent if there are none. */
  readonly missed?: number;
  /** True while a call has its sound on this device, also if it is on hold; absent otherwise. */
  readonly onCall?: true;
  /** True until the server has acknowledged the presence for the first time; absent after it. */
  readonly connecting?: true;
  /** True if events arrive by the fallback, so that calls may ring late; absent otherwise. */
  readonly degraded?: true;
  /** Time in ms since the epoch at which the connection was lost; absent otherwise. */
  readonly offlineSince?: number;
  /** True if the agent chose to be away on this device; absent otherwise. */
  readonly away?: true;
  /** True if the queue never rings this agent, whatever they choose; absent otherwise. */
  readonly byNameOnly?: true;
  /** Set if calls make no sound here, or are not shown outside the window; absent otherwise. */
  readonly quiet?: "silent" | "hidden";
  /** The call that has rung longest; absent if none rings. */
  readonly ring?: TrayCall;
  /** The call to hang up: the one that the agent talks on, else one on hold or one being placed. */
  readonly ownCall?: OwnCall;
} | null;

const trayCall = ({ call, peer }: CallView): TrayCall => ({
  callId: call.id,
  ...(peer === null ? {} : { name: peer.name }),
});

const placingPhases: ReadonlySet<CallView["phase"]> = new Set(["queued", "ringing-out"]);

/** Returns the call to hang up. Of several, the one that is not on hold. */
function ownCallOf({ calls, dialing, muted }: ClientState): OwnCall | null {
  const own = calls.filter(
    ({ here, phase }) =>
      phase === "answering" || (here && (phase === "on-call" || placingPhases.has(phase))),
  );
  const call = own.find(({ held }) => !held) ?? own[0];
  if (call !== undefined) return { ...trayCall(call), ...(call.held ? {} : { muted }) };
  return dialing === null
    ? null
    : { ...(dialing.name === null ? {} : { name: dialing.name }), muted };
}

function connectionOf({ connection, presence, offlineSince }: ClientState) {
  if (offlineSince !== null) return { offlineSince };
  if (presence === null || connection === "connecting") return { connecting: true } as const;
  return connection === "degraded" ? ({ degraded: true } as const) : {};
}

/** The person's choices for this computer. */
interface AlertChoices {
  readonly alerts: boolean;
  readonly doNotDisturb: boolean;
}

const quietOf = ({ alerts, doNotDisturb }: AlertChoices) => {
  if (!alerts) return { quiet: "hidden" } as const;
  return doNotDisturb ? ({ quiet: "silent" } as const) : {};
};

/**
 * Derives the status from the client's state, and from the choices for this computer. `missed` is
 * the number of unseen missed calls.
 */
export function agentStatus(
  state: ClientState | null,
  missed: number,
  choices: AlertChoices = { alerts: true, doNotDisturb: false },
): AgentStatus {
  if (state === null) return null;
  const { presence, calls, wanted } = state;
  const ring = calls.findLast(({ phase }) => phase === "ringing-in");
  const ownCall = ownCallOf(state);
  return {
    state: presence?.state ?? "offline",
    reachable: presence?.reachable ?? false,
    ringing: ring !== undefined,
    waiting: othersWaiting(state),
    ...(missed > 0 ? { missed } : {}),
    ...(calls.some(({ here, phase }) => here && phase === "on-call") ? { onCall: true } : {}),
    ...connectionOf(state),
    ...(wanted === "away" ? { away: true } : {}),
    ...quietOf(choices),
    ...(presence?.takesQueueCalls === false ? { byNameOnly: true } : {}),
    ...(ring === undefined ? {} : { ring: trayCall(ring) }),
    ...(ownCall === null ? {} : { ownCall }),
  };
}
