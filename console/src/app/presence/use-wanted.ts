import { useEffect, useLayoutEffect, useState } from "react";
import type { WantedState } from "@synapse-voice/contract";
import { useCallClient, useClientState, useVoice } from "@synapse-voice/react";
import { useServices } from "../../shared/services.ts";
import { keepWanted, onWantedElsewhere } from "./wanted.ts";

/**
 * What this device asks for, how to change it, and whether the server has yet to hear of the last
 * change.
 */
export function useWanted(): {
  wanted: WantedState;
  pending: boolean;
  choose: (wanted: WantedState) => void;
} {
  const client = useCallClient();
  const { me } = useVoice();
  const { platform } = useServices();
  const { wanted, presence } = useClientState();
  // Each word of the server comes with a new lease.
  const [leaseBefore, setLeaseBefore] = useState<number | null>(null);
  // From the moment that the switch shows: a choice in another tab between the drawing and a later
  // effect would go unheard.
  useLayoutEffect(() => onWantedElsewhere(me, (chosen) => client.setWanted(chosen)), [me, client]);
  useEffect(
    () =>
      platform.onTrayChoice((chosen) => {
        if (chosen === "ready") return void client.endWrapUp();
        keepWanted(me, chosen);
        client.setWanted(chosen);
      }),
    [platform, me, client],
  );
  const choose = (chosen: WantedState): void => {
    setLeaseBefore(presence?.leaseUntil ?? null);
    keepWanted(me, chosen);
    client.setWanted(chosen);
  };
  return { wanted, pending: leaseBefore !== null && presence?.leaseUntil === leaseBefore, choose };
}
