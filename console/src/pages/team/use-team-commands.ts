import {
  changeAgent,
  removeAgent,
  resendInvitation,
  revokeInvitation,
  type AgentRole,
  type TeamMember,
} from "@synapse-voice/contract";
import { useCallClient, useVoice } from "@synapse-voice/react";
import {
  useReportedCommand,
  type ReportedCommand,
} from "../../shared/forms/use-reported-command.ts";
import { phoneWords, useShownPhone } from "../../shared/people/changed-phone.ts";
import { useSignOut } from "../../shared/sign-out.ts";
import { asRole } from "./RoleSelect.tsx";

/** Commands of an admin for members of the team, and the result of the last one. */
export interface TeamCommands extends ReportedCommand {
  changeRole(member: TeamMember, role: AgentRole): void;
  changeQueue(member: TeamMember, takesQueueCalls: boolean): void;
  /** Saves a phone number, or removes it. Resolves to true if it succeeded. */
  changePhone(member: TeamMember, phone: string | null): Promise<boolean>;
  resend(member: TeamMember): void;
  withdraw(member: TeamMember): void;
  remove(member: TeamMember): void;
}

/**
 * Makes the commands of the team page. `reload` loads the team again. `steppedDown`: the admin is
 * no admin any more.
 */
export function useTeamCommands(reload: () => void, steppedDown: () => void): TeamCommands {
  const client = useCallClient();
  const { userId } = useVoice();
  const signOut = useSignOut();
  const showPhone = useShownPhone();
  const { run, ...state } = useReportedCommand(reload);
  const changeRole = async (member: TeamMember, role: AgentRole): Promise<void> => {
    const params = { supabaseUserId: member.supabaseUserId };
    const succeeded = await run(
      () => client.request(changeAgent, { params, body: { role } }),
      `${member.firstName} is ${asRole(role)} now.`,
    );
    if (succeeded && member.supabaseUserId === userId && role !== "ADMIN") steppedDown();
  };
  const remove = async (member: TeamMember): Promise<void> => {
    const params = { supabaseUserId: member.supabaseUserId };
    const succeeded = await run(
      () => client.request(removeAgent, { params }),
      `${member.firstName} was removed.`,
    );
    if (succeeded && member.supabaseUserId === userId) await signOut();
  };
  return {
    ...state,
    changeRole: (member, role) => void changeRole(member, role),
    changeQueue: ({ supabaseUserId, ...member }, takesQueueCalls) =>
      void run(
        () =>
          client.request(changeAgent, { params: { supabaseUserId }, body: { takesQueueCalls } }),
        takesQueueCalls
          ? `The team's calls ring ${member.firstName} now.`
          : `The team's calls no longer ring ${member.firstName}.`,
      ),
    changePhone: async ({ supabaseUserId, firstName }, phone) => {
      const succeeded = await run(
        () => client.request(changeAgent, { params: { supabaseUserId }, body: { phone } }),
        phoneWords(firstName, phone),
      );
      if (succeeded) showPhone(supabaseUserId, phone);
      return succeeded;
    },
    resend: ({ supabaseUserId, email }) =>
      void run(
        () => client.request(resendInvitation, { params: { supabaseUserId } }),
        `A new link is on its way to ${email}.`,
      ),
    withdraw: (member) =>
      void run(
        () =>
          client.request(revokeInvitation, {
            params: { supabaseUserId: member.supabaseUserId },
          }),
        `${member.firstName} is no longer invited.`,
      ),
    remove: (member) => void remove(member),
  };
}
