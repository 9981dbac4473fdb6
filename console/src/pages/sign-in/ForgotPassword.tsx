import type { ReactElement } from "react";
import { PasswordLinkForm } from "./PasswordLinkForm.tsx";

/** For people who have forgotten their password. */
export const ForgotPassword = ({
  email,
  back,
}: {
  email: string;
  back: () => void;
}): ReactElement => (
  <PasswordLinkForm
    title="Forgot password?"
    text="We send you a link to choose a new one."
    sendLabel="Send the link"
    backLabel="Back to sign in"
    email={email}
    back={back}
  />
);
