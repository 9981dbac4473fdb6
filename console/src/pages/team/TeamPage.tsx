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
import type { Profile } from "../../shared/profile.ts";
import { InviteAgent } from "./InviteAgent.tsx";

/** The team with everyone's state; admins can invite. */
export function TeamPage({ profile }: { profile: Profile | null }): ReactElement {
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
      {profile?.role === "ADMIN" && !inviting ? (
        <Button className="more" icon="user-plus" onClick={() => setInviting(true)}>
          Invite an agent
        </Button>
      ) : null}
      {inviting ? (
        <InviteAgent onClose={() => setInviting(false)} onInvited={agents.reload} />
      ) : null}
    </>
  );
}

function Agents({ agents }: { agents: readonly Agent[] }): ReactElement {
  const { userId } = useVoice();
  const others = agents.filter((agent) => agent.supabaseUserId !== userId);
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
            userId: agent.supabaseUserId,
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
