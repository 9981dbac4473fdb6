import { useCallback, useEffect, useState, type ReactElement } from "react";
import { shortcutActions, type ShortcutAction } from "@synapse-voice/desktop/bridge";
import type { MainProcess, PreferencesStore } from "../../../shared/platform/index.ts";
import { NotKept, usePreferences } from "../preferences-form.tsx";
import { SettingsGroup } from "../SettingsGroup.tsx";
import { ShortcutField } from "./ShortcutField.tsx";

const labels: Readonly<Record<ShortcutAction, string>> = {
  answer: "Answer",
  mute: "Mute or unmute",
  hangUp: "Hang up",
};

/** Lets a person choose the keys that work in every program. Shows nothing until they are read. */
export function ShortcutSettings({
  store,
  shortcuts,
}: {
  store: PreferencesStore;
  shortcuts: MainProcess["shortcuts"];
}): ReactElement | null {
  const { preferences, hasFailed, change } = usePreferences(store);
  const [problems, checkProblems] = useProblems(shortcuts);
  if (preferences === null) return null;
  const keys = preferences.shortcuts;
  const choose = async (action: ShortcutAction, accelerator: string | null): Promise<void> => {
    if (await change({ shortcuts: { ...keys, [action]: accelerator } })) checkProblems();
  };
  const ownerOf = (accelerator: string, but: ShortcutAction): string | null => {
    const owner = shortcutActions.find((one) => one !== but && keys[one] === accelerator);
    return owner === undefined ? null : labels[owner];
  };
  return (
    <SettingsGroup title="Keys that work in every program">
      <div className="shortcuts">
        {shortcutActions.map((action) => (
          <ShortcutField
            key={action}
            label={labels[action]}
            accelerator={keys[action]}
            isProblem={problems.includes(action)}
            ownerOf={(accelerator) => ownerOf(accelerator, action)}
            pause={(isPaused) =>
              void shortcuts.pause(isPaused).then(checkProblems, () => undefined)
            }
            choose={(accelerator) => void choose(action, accelerator)}
          />
        ))}
        <p className="sv-secondary">
          They work while Synapse Voice is in the background. Choose keys that your other programs
          don't need.
        </p>
        {hasFailed ? <NotKept /> : null}
      </div>
    </SettingsGroup>
  );
}

/** Returns the shortcuts that can't be used, and a function that asks again. */
function useProblems(
  shortcuts: MainProcess["shortcuts"],
): readonly [readonly ShortcutAction[], () => void] {
  const [problems, setProblems] = useState<readonly ShortcutAction[]>([]);
  const check = useCallback(
    () => void shortcuts.problems().then(setProblems, () => undefined),
    [shortcuts],
  );
  useEffect(() => {
    check();
    // The person may come back from the program that had the keys.
    window.addEventListener("focus", check);
    return () => window.removeEventListener("focus", check);
  }, [check]);
  return [problems, check];
}
