import { useEffect, useState } from "react";
import type { ClientState } from "@synapse-voice/client";

/** Time in ms for which the busy tone is heard. */
const busyToneMs = 3_000;

/** Returns true for a moment after the person called was found busy. */
export function useBusyTone({ notice, calls }: ClientState): boolean {
  const busyCall = calls.find(
    ({ call, role, here }) => here && role === "caller" && call.endReason === "busy",
  );
  const found = notice?.code === "busy" ? notice : (busyCall?.call.id ?? null);
  const [over, setOver] = useState<typeof found>(null);
  useEffect(() => {
    if (found === null) return undefined;
    const timer = setTimeout(() => setOver(found), busyToneMs);
    return () => clearTimeout(timer);
  }, [found]);
  return found !== null && found !== over;
}
