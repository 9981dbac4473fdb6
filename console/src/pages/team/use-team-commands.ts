import { useState } from "react";
import {
  changeAgent,
  removeAgent,
  resendInvitation,
  revokeInvitation,
  type AgentRole,
  type TeamMember,
} from "@synapse-voice/contract";
import { useCallClient, useVoice } from "@synapse-voice/react";
import { useCommand } from "../../shared/forms/use-command.ts";
import { useSignOut } from "../../shared/sign-out.ts";
import { asRole } from "./RoleSelect.tsx";

/** What an admin does with the members of the team, and how the last command went. */
export interface TeamCommands {
  readonly busy: boolean;
  readonly error: string | null;
  /** Says what the last command did; empty before the first one, and after a failure. */
  readonly done: string;
  changeRole(member: TeamMember, role: AgentRole): void;
  changeQueue(member: TeamMember, takesQueueCalls: boolean): void;
  resend(member: TeamMember): void;
  withdraw(member: TeamMember): void;
  remove(member: TeamMember): void;
}

const nameOf = ({ firstName, lastName }: TeamMember): string => `${firstName} ${lastName}`;

/**
 * Makes the commands of the team page. `reload` loads the team again. `steppedDown`: the admin is
 * no admin any more.
 */
export function useTeamCommands(reload: () => void, steppedDown: () => void): TeamCommands {
  const client = useCallClient();
  const { userId } = useVoice();
  const signOut = useSignOut();
  const { busy, error, run } = useCommand();
  const [done, setDone] = useState("");
  const act = async (command: () => Promise<unknown>, text: string): Promise<boolean> => {
    setDone("");
    const succeeded = await run(async () => void (await command()));
    if (succeeded) setDone(text);
    reload();
    return succeeded;
  };
  const changeRole = async (member: TeamMember, role: AgentRole): Promise<void> => {
    const params = { supabaseUserId: member.supabaseUserId };
    const succeeded = await act(
      () => client.request(changeAgent, { params, body: { role } }),
      `${nameOf(member)} is ${asRole(role)} now.`,
    );
    if (succeeded && member.supabaseUserId === userId && role !== "ADMIN") steppedDown();
  };
  const remove = async (member: TeamMember): Promise<void> => {
    const params = { supabaseUserId: member.supabaseUserId };
    const succeeded = await act(
      () => client.request(removeAgent, { params }),
      `${nameOf(member)} was removed.`,
    );
    if (succeeded && member.supabaseUserId === userId) await signOut();
  };
  return {
    busy,
    error,
    done,
    changeRole: (member, role) => void changeRole(member, role),
    changeQueue: ({ supabaseUserId, ...member }, takesQueueCalls) =>
      void act(
        () =>
          client.request(changeAgent, { params: { supabaseUserId }, body: { takesQueueCalls } }),
        takesQueueCalls
          ? `The team's calls ring ${member.firstName} now.`
          : `The team's calls don't ring ${member.firstName} any more.`,
      ),
    resend: ({ supabaseUserId, email }) =>
      void act(
        () => client.request(resendInvitation, { params: { supabaseUserId } }),
        `A new link is on its way to ${email}.`,
      ),
    withdraw: (member) =>
      void act(
        () =>
          client.request(revokeInvitation, {
            params: { supabaseUserId: member.supabaseUserId },
          }),
        `${nameOf(member)} is not invited any more.`,
      ),
    remove: (member) => void remove(member),
  };
}
