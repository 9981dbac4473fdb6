import { continueCall, endWrapUp, holdCall, resumeCall } from "@synapse-voice/contract";
import type { CallClient } from "../call-client.ts";
import type { Give } from "./call-commands.ts";
import type { Core } from "../state/core.ts";
import { createSingleFlight } from "./single-flight.ts";
import { notify, persist } from "./with-retries.ts";

/**
 * What agents can do beyond what customers can; but for `continueHere`, which the widget just has
 * no room for, the server lets nobody else.
 */
export type AgentCommands = Pick<
  CallClient,
  "hold" | "resume" | "continueHere" | "endWrapUp" | "setWanted"
>;

/** Calls that this device is on and does not hold. */
const active = (core: Core): readonly string[] =>
  core
    .getState()
    .calls.flatMap(({ call, here, held, phase }) =>
      here && phase === "on-call" && !held ? [call.id] : [],
    );

/** Which calls were held or resumed here, until the server has said the same, or otherwise. */
interface Holding {
  set(change: Readonly<Record<string, boolean>>): void;
  release(callIds: readonly string[]): void;
}

/**
 * Never are two calls un-held here: who answers or resumes one has the other on hold in the same
 * moment, as the server does in the same transaction, whichever word of it comes first. It watches
 * the state from now on, before any media do.
 */
function createHolding(core: Core): Holding {
  const since = new Map<string, number>();
  let last: readonly string[] = [];

  const dispatch = (holding: Readonly<Record<string, boolean>>): void => core.set({ holding });
  const release = (callIds: readonly string[]): void => {
    for (const id of callIds) since.delete(id);
    dispatch(
      Object.fromEntries(
        Object.entries(core.getState().holding).filter(([id]) => !callIds.includes(id)),
      ),
    );
  };
  const set = (change: Readonly<Record<string, boolean>>): void => {
    for (const id of Object.keys(change)) since.set(id, core.clock.monotonic());
    dispatch({ ...core.getState().holding, ...change });
  };

  core.subscribe(() => {
    const { askedAt, calls, holding } = core.getState();
    const settled = Object.keys(holding).filter((id) => {
      const view = calls.find(({ call, phase }) => call.id === id && phase !== "ended");
      return !view || view.call.held === holding[id] || askedAt > (since.get(id) ?? Infinity);
    });
    if (settled.length > 0) return release(settled);
    const now = active(core);
    const before = last;
    last = now;
    const older = now.filter((id) => before.includes(id));
    if (now.length > 1)
      set(
        Object.fromEntries(
          (older.length < now.length ? older : older.slice(1)).map((id) => [id, true]),
        ),
      );
  });
  return { set, release };
}

/** Makes the commands of agents. */
export function createAgentCommands(core: Core, give: Give): AgentCommands {
  const once = createSingleFlight();
  const holding = createHolding(core);

  /** Shown at once; taken back where the server refuses, with what it did to the other call. */
  async function change(
    callId: string,
    endpoint: typeof holdCall | typeof resumeCall,
  ): Promise<void> {
    const held = endpoint === holdCall;
    const others = held ? [] : active(core).filter((id) => id !== callId);
    holding.set({ ...Object.fromEntries(others.map((id) => [id, true])), [callId]: held });
    const done = await give(
      callId,
      ({ call }) => call.held === held,
      () => core.request(endpoint, { params: { callId } }),
    );
    holding.release(done ? [callId] : [callId, ...others]);
  }

  async function finishWrapUp(): Promise<void> {
    core.set({ notice: null });
    try {
      const { state } = await persist(core, () => core.request(endWrapUp));
      const { presence } = core.getState();
      if (presence) core.set({ presence: { ...presence, state, wrapUpUntil: null } });
    } catch (error) {
      notify(core, error, ({ presence }) => presence?.wrapUpUntil === null);
    }
  }

  return {
    hold: (callId) => once(`hold ${callId}`, () => change(callId, holdCall)),
    resume: (callId) => once(`resume ${callId}`, () => change(callId, resumeCall)),
    continueHere: (callId) =>
      once(
        `continue ${callId}`,
        async () =>
          void (await give(
            callId,
            ({ here }) => here,
            () => core.request(continueCall, { params: { callId } }),
          )),
      ),
    setWanted: (wanted) => core.set({ wanted }),
    endWrapUp: () => once("wrap-up", finishWrapUp),
  };
}
