import { useState, type ReactElement } from "react";
import type { Agent } from "@synapse-voice/contract";
import {
  AgentStateText,
  Button,
  EmptyState,
  Skeleton,
  useAvailableAgents,
  useVoice,
} from "@synapse-voice/react";
import { LoadFailed } from "../../shared/LoadFailed.tsx";
import { PersonRow } from "../../shared/people/PersonRow.tsx";
import type { Me } from "../../shared/who.ts";
import { InviteAgent } from "./InviteAgent.tsx";

/** The team with everyone's state; admins can invite. */
export function TeamPage({ me }: { me: Me | null }): ReactElement {
  const agents = useAvailableAgents();
  const [inviting, setInviting] = useState(false);
  const list =
    agents.data !== null ? (
      <Agents agents={agents.data} />
    ) : agents.error !== null ? (
      <LoadFailed code={agents.error} retry={agents.reload} />
    ) : agents.slow ? (
      <Skeleton rows={4} label="Loading the team" />
    ) : null;
  return (
    <>
      {list}
      {me?.role === "ADMIN" && !inviting ? (
        <Button className="more" icon="user-plus" onClick={() => setInviting(true)}>
          Invite an agent
        </Button>
      ) : null}
      {inviting ? <InviteAgent close={() => setInviting(false)} invited={agents.reload} /> : null}
    </>
  );
}

function Agents({ agents }: { agents: readonly Agent[] }): ReactElement {
  const { me } = useVoice();
  const others = agents.filter((agent) => agent.supabaseUserId !== me);
  if (others.length === 0)
    return (
      <EmptyState
        icon="users-round"
        title="No colleagues yet"
        text="Agents show here once an admin has invited them."
      />
    );
  return (
    <ul className="sv-list" aria-label="Team">
      {others.map((agent) => (
        <PersonRow
          key={agent.supabaseUserId}
          person={{
            supabaseUserId: agent.supabaseUserId,
            name: `${agent.firstName} ${agent.lastName}`,
            type: "CRM_USER",
            email: agent.email,
          }}
        >
          <AgentStateText agent={agent} />
        </PersonRow>
      ))}
    </ul>
  );
}
