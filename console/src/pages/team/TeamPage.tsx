import { useState, type ReactElement } from "react";
import { listTeam, type Agent } from "@synapse-voice/contract";
import {
  AgentStateText,
  Button,
  CallWithText,
  EmptyState,
  Icon,
  useAvailableAgents,
  useCallClient,
  useResource,
  useVoice,
} from "@synapse-voice/react";
import { Loaded } from "../../shared/Loaded.tsx";
import { PersonRow } from "../../shared/people/PersonRow.tsx";
import type { Profile } from "../../shared/profile.ts";
import { InviteAgent } from "./InviteAgent.tsx";
import { ManagedTeam } from "./ManagedTeam.tsx";

/** Invited people join, and other admins change the team, while the page is open. */
const refreshMs = 10_000;

/** Lists the colleagues with their states. Admins invite and manage them. */
export function TeamPage({ profile }: { profile: Profile | null }): ReactElement {
  const client = useCallClient();
  const agents = useAvailableAgents();
  const [inviting, setInviting] = useState(false);
  const [hasSteppedDown, setSteppedDown] = useState(false);
  const isAdmin = profile?.role === "ADMIN" && !hasSteppedDown;
  const members = useResource(
    isAdmin ? "team" : null,
    async (signal) => client.request(listTeam, { signal }),
    refreshMs,
  );
  // Another admin may have lowered them since the profile was loaded.
  const manages = isAdmin && members.error !== "forbidden";
  const isUnknown = members.data === null && members.error !== null;
  const reload = (): void => {
    agents.reload();
    members.reload();
  };
  return (
    <div className="team-page">
      <div className="page-head">
        <h2 className="sv-title">Team</h2>
        {manages && !inviting ? (
          <Button icon="user-plus" onClick={() => setInviting(true)}>
            Invite an agent
          </Button>
        ) : null}
      </div>
      {manages && inviting ? (
        <InviteAgent onClose={() => setInviting(false)} onInvited={reload} />
      ) : null}
      {manages && !isUnknown ? (
        <Loaded resource={members} rows={4} label="Loading the team">
          {(team) => (
            <ManagedTeam
              members={team}
              agents={agents.data ?? []}
              reload={reload}
              steppedDown={() => setSteppedDown(true)}
            />
          )}
        </Loaded>
      ) : (
        <>
          {manages ? <NotManaged /> : null}
          <Loaded resource={agents} rows={4} label="Loading the team">
            {(team) => <Agents agents={team} />}
          </Loaded>
        </>
      )}
    </div>
  );
}

const NotManaged = (): ReactElement => (
  <p className="sv-banner sv-banner-warning" role="status">
    <Icon name="triangle-alert" size={18} />
    <span className="sv-grow">Roles and invitations can&apos;t be changed right now.</span>
  </p>
);

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
            ...(agent.phone === undefined ? {} : { phone: agent.phone }),
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
