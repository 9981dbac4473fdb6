import type { ReactElement } from "react";
import type { Agent, TeamMember } from "@synapse-voice/contract";
import { Icon, noticeWords } from "@synapse-voice/react";
import { FormError } from "../../shared/forms/FormError.tsx";
import { MemberRow } from "./MemberRow.tsx";
import { useTeamCommands } from "./use-team-commands.ts";

/** Only the last admin can't be changed. All else in the team is an admin's to change. */
const errorText = (code: string): string =>
  code === "forbidden" ? "A team needs at least one admin" : noticeWords(code, "agent").title;

/** Lists the team as an admin manages it, those who are only invited included. */
export function ManagedTeam({
  members,
  agents,
  reload,
  steppedDown,
}: {
  members: readonly TeamMember[];
  agents: readonly Agent[];
  reload: () => void;
  steppedDown: () => void;
}): ReactElement {
  const commands = useTeamCommands(reload, steppedDown);
  const joined = members.filter(({ invitedAt }) => invitedAt === null);
  const admins = joined.filter(({ role }) => role === "ADMIN");
  return (
    <>
      {joined.some(({ takesQueueCalls }) => takesQueueCalls) ? null : (
        <p className="sv-banner sv-banner-warning" role="status">
          <Icon name="triangle-alert" size={18} />
          <span className="sv-grow">
            Nobody takes the team&apos;s calls: customers can only call someone in particular.
          </span>
        </p>
      )}
      <FormError code={commands.error} text={errorText} />
      <p className="sv-secondary members-done" role="status">
        {commands.done}
      </p>
      <ul className="sv-list members" aria-label="Team">
        {members.map((member) => (
          <MemberRow
            key={member.supabaseUserId}
            member={member}
            agent={agents.find((agent) => agent.supabaseUserId === member.supabaseUserId)}
            isLastAdmin={admins.length === 1 && admins[0] === member}
            commands={commands}
          />
        ))}
      </ul>
    </>
  );
}
