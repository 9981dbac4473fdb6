import { useLayoutEffect, useState, useSyncExternalStore } from "react";
import type { WantedState } from "@synapse-voice/contract";
import { useCallClient, useClientState, useVoice } from "@synapse-voice/react";
import { useServices } from "../../shared/services.ts";
import { saveAvailability, onAvailabilityChange } from "./stored-availability.ts";

/**
 * Returns the availability that this device has requested, whether the server has yet to confirm
 * it, and a function that changes it.
 */
export function useAvailability(): {
  availability: WantedState;
  pending: boolean;
  choose: (wanted: WantedState) => void;
} {
  const client = useCallClient();
  const { userId } = useVoice();
  const { platform } = useServices();
  const { wanted } = useClientState();
  // Each reply to presence has a new lease.
  const [leaseBefore, setLeaseBefore] = useState<number | null>(null);
  // A layout effect: with a later one, a choice in another tab could be missed after the switch has
  // appeared.
  useLayoutEffect(
    () => onAvailabilityChange(userId, (chosen) => client.setWanted(chosen)),
    [userId, client],
  );
  const choose = (chosen: WantedState): void => {
    setLeaseBefore(client.getState().presence?.leaseUntil ?? null);
    // The desktop's main process stores the choice itself.
    if (platform.main === null) saveAvailability(userId, chosen);
    client.setWanted(chosen);
  };
  const pending = useSyncExternalStore(
    client.subscribe,
    () => leaseBefore !== null && client.getState().presence?.leaseUntil === leaseBefore,
  );
  return { availability: wanted, pending, choose };
}
