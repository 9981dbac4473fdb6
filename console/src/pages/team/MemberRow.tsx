import type { ReactElement } from "react";
import type { Agent, TeamMember } from "@synapse-voice/contract";
import { AgentStateText, CallWithText, useVoice } from "@synapse-voice/react";
import { PersonRow } from "../../shared/people/PersonRow.tsx";
import { MemberControls } from "./MemberControls.tsx";
import type { TeamCommands } from "./use-team-commands.ts";

interface Props {
  readonly member: TeamMember;
  /** The state of a member who has joined. */
  readonly agent: Agent | undefined;
  readonly isLastAdmin: boolean;
  readonly commands: TeamCommands;
}

/** A member of the team with their role, and what an admin can do. */
export function MemberRow({ member, agent, isLastAdmin, commands }: Props): ReactElement {
  const { userId } = useVoice();
  const { supabaseUserId, firstName, lastName, email, phone, invitedAt } = member;
  const name = `${firstName} ${lastName}`;
  const isSelf = supabaseUserId === userId;
  return (
    <PersonRow
      person={{
        userId: supabaseUserId,
        name,
        type: "CRM_USER",
        email,
        ...(phone === undefined ? {} : { phone }),
        isCallable: invitedAt === null,
      }}
      callable={invitedAt === null && !isSelf}
      actions={
        <MemberControls
          member={member}
          name={name}
          isSelf={isSelf}
          isLastAdmin={isLastAdmin}
          commands={commands}
        />
      }
    >
      {invitedAt === null ? (
        <CallWithText supabaseUserId={supabaseUserId}>
          {agent === undefined ? (
            <span className="sv-secondary">{email}</span>
          ) : (
            <AgentStateText agent={agent} />
          )}
        </CallWithText>
      ) : (
        <span className="sv-state sv-state-offline">Invited · {email}</span>
      )}
    </PersonRow>
  );
}
