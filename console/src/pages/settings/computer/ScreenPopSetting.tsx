import type { ReactElement } from "react";
import type { ScreenPop } from "@synapse-voice/desktop/bridge";
import { SelectField } from "../../../shared/forms/SelectField.tsx";
import type { PreferencesStore } from "../../../shared/platform/index.ts";
import { NotKept, usePreferences } from "../preferences-form.tsx";
import { SettingsGroup } from "../SettingsGroup.tsx";

const times: Readonly<Record<ScreenPop, string>> = {
  never: "Never",
  ring: "When a call rings",
  answer: "When I answer",
};

const hints: Readonly<Record<ScreenPop, string>> = {
  never: "You can still open it from the customer's details.",
  ring: "In your CRM. The browser may come to the front. While alerts are off, it waits for your answer.",
  answer: "In your CRM, once for each call of a customer.",
};

/** Choice of when a customer's record opens by itself. Shows nothing until it is read. */
export function ScreenPopSetting({ store }: { store: PreferencesStore }): ReactElement | null {
  const { preferences, hasFailed, change } = usePreferences(store);
  if (preferences === null) return null;
  return (
    <SettingsGroup title="Customer's record">
      <SelectField
        label="Open the customer's record"
        hint={hints[preferences.screenPop]}
        value={preferences.screenPop}
        options={times}
        change={(screenPop) => void change({ screenPop })}
      />
      {hasFailed ? <NotKept /> : null}
    </SettingsGroup>
  );
}
