import { useEffect, useLayoutEffect, useState } from "react";
import type { WantedState } from "@synapse-voice/contract";
import { useCallClient, useClientState, useVoice } from "@synapse-voice/react";
import { useServices } from "../../shared/services.ts";
import { saveAvailability, onAvailabilityChange } from "./stored-availability.ts";

/**
 * What this device asks for, how to change it, and whether the server has yet to hear of the last
 * change.
 */
export function useAvailability(): {
  availability: WantedState;
  pending: boolean;
  choose: (wanted: WantedState) => void;
} {
  const client = useCallClient();
  const { userId } = useVoice();
  const { platform } = useServices();
  const { wanted, presence } = useClientState();
  // Each word of the server comes with a new lease.
  const [leaseBefore, setLeaseBefore] = useState<number | null>(null);
  // From the moment that the switch shows: a choice in another tab between the drawing and a later
  // effect would go unheard.
  useLayoutEffect(
    () => onAvailabilityChange(userId, (chosen) => client.setWanted(chosen)),
    [userId, client],
  );
  useEffect(
    () =>
      platform.onTrayChoice((chosen) => {
        if (chosen === "ready") return void client.endWrapUp();
        saveAvailability(userId, chosen);
        client.setWanted(chosen);
      }),
    [platform, userId, client],
  );
  const choose = (chosen: WantedState): void => {
    setLeaseBefore(presence?.leaseUntil ?? null);
    saveAvailability(userId, chosen);
    client.setWanted(chosen);
  };
  return {
    availability: wanted,
    pending: leaseBefore !== null && presence?.leaseUntil === leaseBefore,
    choose,
  };
}
