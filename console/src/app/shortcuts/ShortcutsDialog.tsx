import { useId, useState, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import { CallDialog } from "../../shared/CallDialog.tsx";
import { shortcuts } from "./key-list.ts";
import { loadSingleKeys, saveSingleKeys } from "./stored-setting.ts";

/** Lists the shortcuts, and lets people switch off those that are single letters. */
export function ShortcutsDialog({ close }: { close: () => void }): ReactElement {
  const title = useId();
  const [singleKeys, setSingleKeys] = useState(loadSingleKeys);
  const choose = (isOn: boolean): void => {
    setSingleKeys(isOn);
    saveSingleKeys(isOn);
  };
  return (
    <CallDialog labelledBy={title} className="keys" close={close}>
      <div className="sv-dialog-head">
        <h2 id={title} className="sv-title">
          Keyboard shortcuts
        </h2>
        <Button variant="ghost" icon="x" aria-label="Close" onClick={close} />
      </div>
      <dl className="keys-list">
        {shortcuts.map(({ keys, text }) => (
          <div key={text} className="keys-row">
            <dt>{text}</dt>
            <dd>
              {keys.map((name) => (
                <kbd key={name} className="key">
                  {name}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="keys-note sv-secondary">They work everywhere except in fields.</p>
      <label className="check keys-check">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => choose(event.target.checked)}
        />
        Use single letters as shortcuts
      </label>
    </CallDialog>
  );
}
