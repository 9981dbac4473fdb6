import { useCallback, useState } from "react";
import { useCallClient, useClientState } from "@synapse-voice/react";

/**
 * How many callbacks nobody has taken on: as presence said last, or as a page has learned since,
 * and the way to say so. Each word of presence comes with a new lease.
 */
export function useOpenCallbacks(): readonly [number, (count: number) => void] {
  const client = useCallClient();
  const { presence } = useClientState();
  const [learned, setLearned] = useState<{
    readonly count: number;
    readonly lease: number | undefined;
  } | null>(null);
  const learn = useCallback(
    (count: number): void => setLearned({ count, lease: client.getState().presence?.leaseUntil }),
    [client],
  );
  const isNews = learned !== null && learned.lease === presence?.leaseUntil;
  return [isNews ? learned.count : (presence?.openCallbacks ?? 0), learn];
}
