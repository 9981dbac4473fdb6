import type { ReactElement } from "react";
import { useCall } from "../../../hooks/use-call.ts";
import { useMediaState } from "../../../hooks/use-client-state.ts";
import { useVoice } from "../../../hooks/voice-context.ts";
import { Icon } from "../../../icons/Icon.tsx";
import { networkWords, weakNetworkWords } from "../../../texts/device-words.ts";
import { TallBanner } from "./TallBanner.tsx";

/**
 * Shows that the network of one side lets no sound through, or that the other side hears nothing.
 * The first is the whole reason of a silence, so other hints about silence are left out then.
 */
export function NetworkHint({ peer }: { peer: string }): ReactElement | null {
  const { audience } = useVoice();
  const { networkBlocked, silence, microphone } = useMediaState();
  const peerSound = useCall().active?.call.peerSound;
  // A device that knows the reason says it, with more words.
  const isKnown = peerSound === "unheard" && (silence !== null || microphone !== "on");
  const words = networkWords(
    networkBlocked ? "own" : isKnown ? undefined : peerSound,
    audience,
    peer,
  );
  if (words === null) return <WeakNetwork peer={peer} />;
  return <TallBanner tone="warning" role="alert" icon="wifi-off" {...words} />;
}

/** Shows that the sound gets through, but not all of it. Other hints say more about a silence. */
function WeakNetwork({ peer }: { peer: string }): ReactElement | null {
  const { audience } = useVoice();
  const { status, silence, weakNetwork } = useMediaState();
  if (status !== "connected" || silence !== null || weakNetwork === null) return null;
  return (
    <p className="sv-banner sv-banner-warning" role="status">
      <Icon name="wifi-off" size={18} /> {weakNetworkWords(weakNetwork, audience, peer)}
    </p>
  );
}
