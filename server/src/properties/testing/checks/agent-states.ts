import type { Agent, AgentState } from "@synapse-voice/contract";
import type { Model } from "../model.ts";
import type { Observation } from "../world/observation.ts";
import { agents } from "../world/people.ts";
import { standingOf } from "./agent-status.ts";

/** I10: what the server says of each agent is what their devices and calls make of them. */
export async function wrongStates({ world, cast, seen }: Model): Promise<string[]> {
  const { status, body } = await world.ask(
    1,
    cast.people.admin.token,
    "GET",
    "/api/voip/agents/available",
  );
  if (status !== 200) return [`the admin looked at the agents and got ${status}`];
  return agents.flatMap((name) => {
    const { id } = cast.people[name];
    const said = (body as Agent[]).find((agent) => agent.supabaseUserId === id);
    if (seen.removed.includes(id)) return said ? [`${name} was removed and is listed`] : [];
    const expected = stateOf(seen, id, world.clock.now());
    return said?.state === expected.state && said.reachable === expected.reachable
      ? []
      : [
          `I10: ${name} is said to be ${said?.state} ${said?.reachable}, and is ${expected.state} ${expected.reachable}`,
        ];
  });
}

/**
 * Who asked to be away has no work after the call to wait for: nothing of the queue would ring
 * either way.
 */
function stateOf(
  seen: Observation,
  id: string,
  now: number,
): { state: AgentState; reachable: boolean } {
  const { reachable, wants, onCall, wrapsUp } = standingOf(seen, id, now);
  if (onCall) return { state: "on_call", reachable };
  if (!reachable) return { state: "offline", reachable };
  if (!wants) return { state: "away", reachable };
  return { state: wrapsUp ? "wrap_up" : "available", reachable };
}
