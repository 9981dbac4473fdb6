import { useEffect } from "react";
import {
  callerKind,
  sortCalls,
  useClientState,
  useMediaState,
  useMicrophoneOutlook,
  type MicrophoneOutlook,
} from "@synapse-voice/react";
import type { Attention } from "../shared/platform/index.ts";
import { othersWaiting, type ClientState } from "@synapse-voice/client";
import { useServices } from "../shared/services.ts";

const unheardOutlooks: ReadonlySet<MicrophoneOutlook> = new Set(["refused", "missing", "insecure"]);

/** Returns what tab title, tray and notification should show for a state. */
function attentionFor(state: ClientState, missed: number | null, unheard: boolean): Attention {
  const { incoming, active, held } = sortCalls(state);
  const ringing = incoming.find((view) => view.phase === "ringing-in");
  return {
    state: state.presence?.state ?? "offline",
    reachable: state.presence?.reachable ?? false,
    ringing:
      ringing === undefined
        ? null
        : {
            callId: ringing.call.id,
            name: ringing.peer?.name ?? "Customer",
            about: callerKind(ringing.peer, "agent"),
          },
    onCallWith: (active ?? held[0])?.peer?.name ?? null,
    waiting: othersWaiting(state),
    missed,
    unheard,
  };
}

/**
 * Updates tab title, tray and notification when calls or presence change. `missed` is the number of
 * missed calls that the agent has not seen; null while it is not known yet.
 */
export function useAttention(missed: number | null): void {
  const { platform } = useServices();
  const state = useClientState();
  const { microphone } = useMediaState();
  const unheard = unheardOutlooks.has(useMicrophoneOutlook()) && microphone !== "on";
  useEffect(
    () => void platform.show(attentionFor(state, missed, unheard)),
    [platform, state, missed, unheard],
  );
}
