import { useCallback, useState, useSyncExternalStore } from "react";
import { useCallClient, useClientState } from "@synapse-voice/react";

/**
 * Returns the number of call-backs that no agent has claimed, and a function that reports a newer
 * number. A reported number counts until the next reply to presence, which can be told by its new
 * lease.
 */
export function useOpenCallbacks(): readonly [number, (count: number) => void] {
  const client = useCallClient();
  const { presence } = useClientState();
  const [reported, setReported] = useState<{
    readonly count: number;
    readonly leaseUntil: number | undefined;
  } | null>(null);
  const report = useCallback(
    (count: number): void =>
      setReported({ count, leaseUntil: client.getState().presence?.leaseUntil }),
    [client],
  );
  const isNewer = useSyncExternalStore(
    client.subscribe,
    () => reported !== null && reported.leaseUntil === client.getState().presence?.leaseUntil,
  );
  return [reported !== null && isNewer ? reported.count : (presence?.openCallbacks ?? 0), report];
}
