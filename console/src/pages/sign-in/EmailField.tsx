import type { ReactElement } from "react";
import { TextField } from "../../shared/forms/TextField.tsx";

/** A field for the email of the person's own account. Browsers can fill it in. */
export function EmailField({
  value,
  change,
}: {
  value: string;
  change: (value: string) => void;
}): ReactElement {
  return (
    <TextField
      label="Email"
      type="email"
      name="email"
      autoComplete="username"
      required
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  );
}
