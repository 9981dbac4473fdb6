import type { Agent, AgentState } from "@synapse-voice/contract";
import type { Model } from "./model.ts";
import { isLive, ms, type CallRow, type Observation } from "./observation.ts";
import { agents } from "./people.ts";

/** I10: what the server says of each agent is what their devices and calls make of them. */
export async function wrongStates({ world, cast, seen }: Model): Promise<string[]> {
  const { status, body } = await world.ask(1, cast.people.admin.token, "GET", "/api/voip/agents/available");
  if (status !== 200) return [`the admin looked at the agents and got ${status}`];
  return agents.flatMap((name) => {
    const { id } = cast.people[name];
    const said = (body as Agent[]).find((agent) => agent.supabaseUserId === id);
    if (seen.removed.includes(id)) return said ? [`${name} was removed and is listed`] : [];
    const expected = stateOf(seen, id, world.clock.now());
    return said?.state === expected.state && said.reachable === expected.reachable ? [] : [`I10: ${name} is said to be ${said?.state} ${said?.reachable}, and is ${expected.state} ${expected.reachable}`];
  });
}

/** Who asked to be away has no work after the call to wait for: nothing of the queue would ring either way. */
function stateOf(seen: Observation, id: string, now: number): { state: AgentState; reachable: boolean } {
  const { reachable, wants, onCall, wrapsUp } = standingOf(seen, id, now);
  if (onCall) return { state: "on_call", reachable };
  if (!reachable) return { state: "offline", reachable };
  if (!wants) return { state: "away", reachable };
  return { state: wrapsUp ? "wrap_up" : "available", reachable };
}

interface Standing {
  readonly reachable: boolean;
  readonly wants: boolean;
  readonly onCall: boolean;
  readonly wrapsUp: boolean;
  readonly rings: boolean;
}

function standingOf(seen: Observation, id: string, now: number): Standing {
  // A device that signed off was last seen when its lease ended.
  const hearing = seen.devices.filter((device) => device.supabaseUserId === id && ms(device.leaseUntil) > now && device.leaseUntil > device.lastSeenAt && device.feed !== "down");
  const wrapUpUntil = seen.work.find(({ supabaseUserId }) => supabaseUserId === id)?.wrapUpUntil ?? null;
  return {
    reachable: hearing.length > 0,
    wants: hearing.some(({ wantedState }) => wantedState === "available"),
    onCall: seen.calls.some((call) => isLive(call) && (call.fromUserId === id || (call.status === "IN_PROGRESS" && call.toUserId === id))),
    wrapsUp: wrapUpUntil !== null && ms(wrapUpUntil) > now,
    rings: seen.offers.some(({ personId, outcome }) => personId === id && outcome === null),
  };
}

/** Who missed a turn of a call is left alone by it for so long, ms. */
const pauseAfterMiss = 60_000;

/** True where the queue may ring this agent for this call now. */
function mayTake(seen: Observation, call: CallRow, id: string, now: number): boolean {
  const { wants, onCall, wrapsUp, rings } = standingOf(seen, id, now);
  const turns = seen.offers.filter(({ callId, personId }) => callId === call.id && personId === id);
  const spared = turns.some(({ outcome, endedAt }) => outcome === "declined" || (outcome === "missed" && ms(endedAt) + pauseAfterMiss > now));
  return wants && !onCall && !wrapsUp && !rings && !spared && !seen.removed.includes(id) && call.fromUserId !== id;
}

/** After a sweep no call waits beside an agent who could take it. */
export const waitsInVain = ({ cast, seen }: Pick<Model, "cast" | "seen">, now: number): string[] =>
  seen.calls
    .filter(({ status, requestedCalleeId, deadlineAt }) => status === "QUEUED" && requestedCalleeId === null && ms(deadlineAt) > now)
    .flatMap((call) => agents.filter((name) => mayTake(seen, call, cast.people[name].id, now)).map((name) => `queue: call ${call.id} waits though ${name} is free`));

/** First come, first served: nobody's turn comes for a call while an older one waits that they could have had. */
export const overtakes = ({ cast, before, seen }: { readonly cast: Model["cast"]; readonly before: Observation; readonly seen: Observation }, now: number): string[] =>
  seen.offers
    .filter(({ id, fromQueue, outcome }) => fromQueue && outcome === null && !before.offers.some((offer) => offer.id === id))
    .flatMap((turn) => {
      const call = seen.calls.find(({ id }) => id === turn.callId);
      const withoutTurn = { ...seen, offers: seen.offers.filter(({ id }) => id !== turn.id) };
      const older = before.calls.filter(({ id, status, requestedCalleeId, placedAt, deadlineAt }) =>
        status === "QUEUED" && requestedCalleeId === null && call && placedAt < call.placedAt && ms(deadlineAt) > now && seen.calls.some((other) => other.id === id && other.status === "QUEUED"));
      return older.filter((other) => mayTake(withoutTurn, other, turn.personId, now)).map((other) => `queue: ${cast.nameOf(turn.personId)}'s turn came for a younger call than ${other.id}`);
    });
