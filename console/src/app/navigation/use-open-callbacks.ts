import { useCallback, useState } from "react";
import { useCallClient, useClientState } from "@synapse-voice/react";

/**
 * How many callbacks nobody has taken on: as presence said last, or as a page has learned since,
 * and the way to say so. Each word of presence comes with a new lease.
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
  const isNewer = reported !== null && reported.leaseUntil === presence?.leaseUntil;
  return [isNewer ? reported.count : (presence?.openCallbacks ?? 0), report];
}
