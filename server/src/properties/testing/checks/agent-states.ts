import type { Agent, AgentState } from "@synapse-voice/contract";
import type { Observation } from "../world/observation.ts";
import { agents, type Cast } from "../world/people.ts";
import type { World } from "../world/world.ts";
import { agentStatus } from "./agent-status.ts";

/** The server reports the state of each agent that their devices and calls lead to. */
export async function wrongStates(world: World, cast: Cast, seen: Observation): Promise<string[]> {
  const { status, body } = await world.ask(
    1,
    cast.people.admin.token,
    "GET",
    "/api/voip/agents/available",
  );
  if (status !== 200) return [`the admin looked at the agents and got ${status}`];
  return agents.flatMap((name) => {
    const { id } = cast.people[name];
    const listed = (body as Agent[]).find((agent) => agent.supabaseUserId === id);
    if (seen.removed.includes(id)) return listed ? [`${name} was removed and is listed`] : [];
    const expected = stateOf(seen, id, world.clock.now());
    return listed?.state === expected.state && listed.reachable === expected.reachable
      ? []
      : [
          [
            `agent states: ${name} is said to be ${listed?.state} ${listed?.reachable}`,
            `and is ${expected.state} ${expected.reachable}`,
          ].join(", "),
        ];
  });
}

/** An agent who is away is not in wrap-up, because the queue would not ring them anyway. */
function stateOf(
  seen: Observation,
  id: string,
  now: number,
): { state: AgentState; reachable: boolean } {
  const { reachable, wants, onCall, wrapsUp } = agentStatus(seen, id, now);
  if (onCall) return { state: "on_call", reachable };
  if (!reachable) return { state: "offline", reachable };
  if (!wants) return { state: "away", reachable };
  return { state: wrapsUp ? "wrap_up" : "available", reachable };
}
