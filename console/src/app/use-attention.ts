import { useEffect } from "react";
import { callerKind, sortCalls, useClientState } from "@synapse-voice/react";
import type { ClientState } from "@synapse-voice/client";
import type { Attention } from "../shared/platform/index.ts";
import { useServices } from "../shared/services.ts";

/** What the world outside the page should show of a state. */
function attentionFor(state: ClientState): Attention {
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
    waiting: state.connection === "offline" ? 0 : (state.presence?.waiting ?? 0),
  };
}

/** Keeps tab title, tray and notification in step with the calls. */
export function useAttention(): void {
  const { platform } = useServices();
  const state = useClientState();
  useEffect(() => void platform.show(attentionFor(state)), [platform, state]);
}
