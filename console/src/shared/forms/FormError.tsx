import type { ReactElement } from "react";
import { CopyDetails, Icon } from "@synapse-voice/react";
import { accountWords } from "../accounts/account-words.ts";

/** Shows why a command failed and what to do about it. The error code can be copied. */
export function FormError({
  code,
  hints = [],
  text = accountWords,
}: {
  code: string | null;
  hints?: readonly string[];
  text?: (code: string) => string;
}): ReactElement | null {
  return code === null ? null : (
    <div className="sv-banner sv-banner-error sv-banner-tall" role="alert">
      <Icon name="triangle-alert" size={18} />
      <div className="sv-grow">
        <p>{text(code)}</p>
        {hints.map((hint) => (
          <p key={hint}>{hint}</p>
        ))}
        <CopyDetails code={code} />
      </div>
    </div>
  );
}
