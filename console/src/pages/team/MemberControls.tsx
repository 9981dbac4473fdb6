import { useState, type ReactElement } from "react";
import type { AgentRole, TeamMember } from "@synapse-voice/contract";
import { Button } from "@synapse-voice/react";
import { ConfirmAction } from "../../shared/people/ConfirmAction.tsx";
import { PhoneForm } from "../../shared/people/PhoneForm.tsx";
import { questionWords, type Question } from "./member-questions.ts";
import { RoleSelect } from "./RoleSelect.tsx";
import type { TeamCommands } from "./use-team-commands.ts";

interface Props {
  readonly member: TeamMember;
  readonly name: string;
  readonly isSelf: boolean;
  readonly isLastAdmin: boolean;
  readonly commands: TeamCommands;
}

/** The role of a member, whether the team's calls ring them, and the end of their membership. */
export function MemberControls(props: Props): ReactElement {
  const { member, name, isSelf, isLastAdmin, commands } = props;
  const [question, setQuestion] = useState<Question | null>(null);
  const [isPhoneOpen, setPhoneOpen] = useState(false);
  const confirm = (asked: Question): void => {
    setQuestion(null);
    if (asked.kind === "lower") commands.changeRole(member, asked.role);
    else if (asked.kind === "withdraw") commands.withdraw(member);
    else commands.remove(member);
  };
  if (isPhoneOpen)
    return (
      <PhoneForm
        name={name}
        phone={member.phone ?? null}
        busy={commands.busy}
        save={(phone) =>
          void commands
            .changePhone(member, phone)
            .then((succeeded) => succeeded && setPhoneOpen(false))
        }
        cancel={() => setPhoneOpen(false)}
      />
    );
  if (question !== null)
    return (
      <ConfirmAction
        {...questionWords(question, name, isSelf)}
        busy={commands.busy}
        confirm={() => confirm(question)}
        cancel={() => setQuestion(null)}
      />
    );
  const chooseRole = (role: AgentRole): void =>
    isSelf && member.role === "ADMIN"
      ? setQuestion({ kind: "lower", role })
      : commands.changeRole(member, role);
  return (
    <div className="member-controls">
      <RoleSelect
        label={`Role of ${name}`}
        hideLabel
        role={member.role}
        change={chooseRole}
        disabled={isLastAdmin}
      />
      <label className="check member-queue">
        <input
          type="checkbox"
          className="sv-focusable"
          aria-label={`Team's calls ring ${name}`}
          checked={member.takesQueueCalls}
          onChange={(event) => commands.changeQueue(member, event.target.checked)}
        />
        Team&apos;s calls
      </label>
      <span className="member-buttons">
        <Button
          variant="ghost"
          aria-label={`Change the phone number of ${name}`}
          onClick={() => setPhoneOpen(true)}
        >
          Phone
        </Button>
        {member.invitedAt === null ? (
          <RemoveButton {...props} ask={() => setQuestion({ kind: "remove" })} />
        ) : (
          <InvitationButtons {...props} ask={() => setQuestion({ kind: "withdraw" })} />
        )}
      </span>
    </div>
  );
}

function RemoveButton({
  name,
  isSelf,
  isLastAdmin,
  commands,
  ask,
}: Props & { ask: () => void }): ReactElement {
  return (
    <Button
      variant="ghost"
      aria-label={isSelf ? "Remove yourself" : `Remove ${name}`}
      disabled={isLastAdmin || commands.busy}
      onClick={ask}
    >
      Remove
    </Button>
  );
}

function InvitationButtons({
  member,
  name,
  commands,
  ask,
}: Props & { ask: () => void }): ReactElement {
  return (
    <>
      <Button
        variant="ghost"
        aria-label={`Send again the invitation of ${name}`}
        disabled={commands.busy}
        onClick={() => commands.resend(member)}
      >
        Send again
      </Button>
      <Button
        variant="ghost"
        aria-label={`Withdraw the invitation of ${name}`}
        disabled={commands.busy}
        onClick={ask}
      >
        Withdraw
      </Button>
    </>
  );
}
