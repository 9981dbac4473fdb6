import { useContext, useSyncExternalStore, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import { HeadsetsContext } from "../../../shared/headset/headsets-context.ts";
import type { Headsets, HeadsetView } from "../../../shared/headset/headsets.ts";
import { SettingsSection } from "../SettingsSection.tsx";

const statusWords: Record<HeadsetView["status"], string> = {
  connected: "Connected: its buttons answer, hang up and mute.",
  free: "Not connected",
  failed: "Its buttons can't be used. Another app may have it: close that app, and try again.",
  unplugged: "Not plugged in. Its buttons work again once it is.",
};

/** Lets a person choose the headsets whose buttons are used. Shows nothing in browsers. */
export function HeadsetButtons(): ReactElement | null {
  const headsets = useContext(HeadsetsContext);
  return headsets === null ? null : <HeadsetList headsets={headsets} />;
}

function HeadsetList({ headsets }: { headsets: Headsets }): ReactElement {
  const list = useSyncExternalStore(headsets.subscribe, headsets.getState);
  return (
    <SettingsSection
      title="Headset buttons"
      text="Answer, hang up and mute with the buttons of a headset. Its lights follow your calls."
    >
      {list.length === 0 ? (
        <p className="sv-secondary">
          No headset with such buttons is plugged in. Plug one in by USB, or by its USB adapter.
        </p>
      ) : (
        <ul className="headsets">
          {list.map((headset) => (
            <HeadsetRow key={headset.key} headset={headset} headsets={headsets} />
          ))}
        </ul>
      )}
    </SettingsSection>
  );
}

function HeadsetRow({
  headset: { key, name, status },
  headsets,
}: {
  headset: HeadsetView;
  headsets: Headsets;
}): ReactElement {
  const isFailed = status === "failed";
  return (
    <li className="headset">
      <div>
        <p className="headset-name">{name}</p>
        <p className={isFailed ? "sv-secondary field-problem" : "sv-secondary"} role="status">
          {statusWords[status]}
        </p>
      </div>
      <div className="headset-actions">
        {isFailed ? (
          <Button aria-label={`Try again: ${name}`} onClick={() => void headsets.connect(key)}>
            Try again
          </Button>
        ) : null}
        {status === "free" ? (
          <Button aria-label={`Connect ${name}`} onClick={() => void headsets.connect(key)}>
            Connect
          </Button>
        ) : (
          <Button
            variant="ghost"
            aria-label={`Disconnect ${name}`}
            onClick={() => void headsets.disconnect(key)}
          >
            Disconnect
          </Button>
        )}
      </div>
    </li>
  );
}
