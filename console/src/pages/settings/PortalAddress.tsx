import type { ReactElement } from "react";
import { TextField } from "../../shared/forms/TextField.tsx";

/** Field for the address of the page where customers sign in. */
export const PortalAddress = ({
  value,
  problem,
  change,
}: {
  value: string;
  problem: string | undefined;
  change: (value: string) => void;
}): ReactElement => (
  <TextField
    label="Where your customers sign in"
    hint="New customers are led to this page after they have chosen a password."
    problem={problem}
    type="url"
    inputMode="url"
    spellCheck={false}
    placeholder="https://portal.example.com"
    value={value}
    onChange={(event) => change(event.target.value)}
  />
);
