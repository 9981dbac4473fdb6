import { useState, type ReactElement } from "react";
import type { Agent } from "@synapse-voice/contract";
import {
  AgentStateText,
  Button,
  CallWithText,
  EmptyState,
  useAvailableAgents,
  useVoice,
} from "@synapse-voice/react";
import { Loaded } from "../../shared/Loaded.tsx";
import { PersonRow } from "../../shared/people/PersonRow.tsx";
import type { Profile } from "../../shared/profile.ts";
import { InviteAgent } from "./InviteAgent.tsx";

/** Lists the colleagues with their states. Admins can invite more. */
export function TeamPage({ profile }: { profile: Profile | null }): ReactElement {
  const agents = useAvailableAgents();
  const [inviting, setInviting] = useState(false);
  return (
    <div className="team-page">
      <div className="page-head">
        <h2 className="sv-title">Team</h2>
        {profile?.role === "ADMIN" && !inviting ? (
          <Button icon="user-plus" onClick={() => setInviting(true)}>
            Invite an agent
          </Button>
        ) : null}
      </div>
      {inviting ? (
        <InviteAgent onClose={() => setInviting(false)} onInvited={agents.reload} />
      ) : null}
      <Loaded resource={agents} rows={4} label="Loading the team">
        {(team) => <Agents agents={team} />}
      </Loaded>
    </div>
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
    <ul className="sv-list team" aria-label="Team">
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
          <CallWithText supabaseUserId={agent.supabaseUserId}>
            <AgentStateText agent={agent} />
          </CallWithText>
        </PersonRow>
      ))}
    </ul>
  );
}
