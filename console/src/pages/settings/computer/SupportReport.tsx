import { useState, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import type { ReportOutcome } from "@synapse-voice/desktop/bridge";
import { SettingsGroup } from "../SettingsGroup.tsx";

const words: Record<ReportOutcome | "saving", string | null> = {
  saving: "Testing the connections. This takes a few seconds.",
  saved: "The support report is saved.",
  cancelled: null,
  failed: "The support report couldn't be saved. Try again, or choose another place.",
};

/** Saves a report for the person who looks after this computer. */
export function SupportReport({ save }: { save: () => Promise<ReportOutcome> }): ReactElement {
  const [state, setState] = useState<keyof typeof words>("cancelled");
  const press = (): void => {
    setState("saving");
    save().then(setState, () => setState("failed"));
  };
  return (
    <SettingsGroup title="Support">
      <Button disabled={state === "saving"} onClick={press}>
        Save a support report
      </Button>
      <p className="sv-secondary" role="status">
        {words[state] ??
          "A file with versions, connection tests, the app's log and crash dumps, without tokens or keys."}
      </p>
    </SettingsGroup>
  );
}
