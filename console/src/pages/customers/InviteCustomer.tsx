import type { ReactElement } from "react";
import { inviteCustomer } from "@synapse-voice/contract";
import { useCallClient } from "@synapse-voice/react";
import { InviteForm } from "../../shared/forms/InviteForm.tsx";

const texts = {
  invited: (email: string) => `A link to choose a password is on its way to ${email}.`,
  joined: (email: string) =>
    `${email} had an account already and is one of your customers now. ` +
    "They sign in with the password that they have.",
};

/** Adds a customer, who gets an email with a link to your portal's sign-in. */
export function InviteCustomer({
  onClose,
  onInvited,
}: {
  onClose: () => void;
  onInvited: () => void;
}): ReactElement {
  const client = useCallClient();
  return (
    <InviteForm
      title="Add a customer"
      texts={texts}
      send={async (body) => (await client.request(inviteCustomer, { body })).hadAccount === true}
      onClose={onClose}
      onInvited={onInvited}
    />
  );
}
