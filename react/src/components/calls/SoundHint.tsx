import { useSyncExternalStore, type ReactElement } from "react";
import { Icon } from "../../icons/Icon.tsx";
import { useVoice } from "../../hooks/voice-context.ts";

/** Shows, while a call rings, that the browser plays no sound before a click. */
export function SoundHint(): ReactElement | null {
  const { ring } = useVoice();
  const blocked = useSyncExternalStore(ring.subscribe, ring.isBlocked, ring.isBlocked);
  return blocked ? (
    <p className="sv-hint-line">
      <Icon name="volume-x" size={16} /> Your browser keeps the ring silent. Click anywhere to hear
      it.
    </p>
  ) : null;
}
