import { useState, type ReactElement } from "react";
import { inviteAgent, type AgentRole } from "@synapse-voice/contract";
import { useCallClient } from "@synapse-voice/react";
import { InviteForm } from "../../shared/forms/InviteForm.tsx";
import { RoleSelect } from "./RoleSelect.tsx";

const texts = {
  invited: (email: string) => `A link to choose a password is on its way to ${email}.`,
  joined: (email: string) =>
    `${email} had an account already and is in your team now. ` +
    "They sign in with the password that they have.",
};

/** Invites a new agent by email. */
export function InviteAgent({
  onClose,
  onInvited,
}: {
  onClose: () => void;
  onInvited: () => void;
}): ReactElement {
  const client = useCallClient();
  const [role, setRole] = useState<AgentRole>("AGENT");
  return (
    <InviteForm
      title="Invite an agent"
      texts={texts}
      send={async (invitee) => {
        const body = role === "AGENT" ? invitee : { ...invitee, role };
        return (await client.request(inviteAgent, { body })).hadAccount === true;
      }}
      onClose={onClose}
      onInvited={onInvited}
    >
      <div className="sv-field">
        <RoleSelect label="Role" role={role} change={setRole} />
      </div>
    </InviteForm>
  );
}
