import type { Endpoint } from "@synapse-voice/contract";
import { Component, type VNode } from "preact";
import * as v from "valibot";
import { Avatar } from "../screens/Avatar.tsx";
import { CallButton } from "../screens/Button.tsx";
import type { Controller } from "../state/controller.ts";

const Agent = v.object({ supabaseUserId: v.string(), firstName: v.string(), lastName: v.string() });
type Agent = v.InferOutput<typeof Agent>;

/** The contract's `availableAgents`, reduced to the fields that the list shows. */
export const reachableAgents = {
  method: "GET",
  path: "/api/voip/agents/available?reachable=true",
  summary: "",
  who: [],
  status: 200,
  reply: v.array(Agent),
} as const satisfies Endpoint;

interface AgentsProps {
  controller: Controller;
}
interface AgentsState {
  agents?: readonly Agent[];
  failed?: boolean;
}

function AgentRow({ agent, controller }: { agent: Agent; controller: Controller }): VNode {
  const name = `${agent.firstName} ${agent.lastName}`.trim();
  const person = { supabaseUserId: agent.supabaseUserId, name };
  return (
    <li>
      <Avatar person={person} />
      <span>{name}</span>
      <CallButton controller={controller} callee={person} variant="" name={`Call ${name}`} />
    </li>
  );
}

/** Interval in ms at which the list is loaded again. It is the console's, too. */
const refreshIntervalMs = 10_000;

/** List of the agents whom a call would reach now. It follows them while it is visible. */
export class Agents extends Component<AgentsProps, AgentsState> {
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly refresh = (): void => {
    if (!document.hidden) void this.load();
  };

  override componentDidMount(): void {
    void this.load();
    this.timer = setInterval(this.refresh, refreshIntervalMs);
    document.addEventListener("visibilitychange", this.refresh);
  }

  override componentWillUnmount(): void {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.refresh);
  }

  private async load(): Promise<void> {
    try {
      const agents = await this.props.controller.client.request(reachableAgents);
      this.setState({ agents, failed: false });
    } catch {
      // Names that were loaded before stay. Most of them can still be called.
      if (!this.state.agents) this.setState({ failed: true });
    }
  }

  override render({ controller }: AgentsProps, { agents, failed }: AgentsState): VNode {
    if (failed)
      return <p>The names can't be shown right now. You can go back and call whoever is free.</p>;
    if (!agents) return <div class="skeleton" role="status" aria-label="Loading names" />;
    if (agents.length === 0)
      return <p>Nobody can be called by name right now. Go back to call whoever is free.</p>;
    return (
      <ul>
        {agents.map((agent) => (
          <AgentRow key={agent.supabaseUserId} agent={agent} controller={controller} />
        ))}
      </ul>
    );
  }
}
