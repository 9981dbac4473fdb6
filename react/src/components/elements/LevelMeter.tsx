import type { ReactElement } from "react";
import { Icon } from "../../icons/Icon.tsx";

/** Shows the loudness of a microphone, from 0 to 1. */
export function LevelMeter({ level }: { level: number }): ReactElement {
  return (
    <div className="sv-level">
      <Icon name="mic" size={16} />
      <meter className="sv-visually-hidden" value={level} aria-label="Level of your microphone" />
      <span className="sv-level-track" aria-hidden="true">
        <span className="sv-level-bar" style={{ transform: `scaleX(${level})` }} />
      </span>
    </div>
  );
}
