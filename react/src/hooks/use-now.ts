import { useEffect, useState } from "react";
import { useVoice } from "./voice-context.ts";

/** Returns the server's time in ms. Renders again every second. */
export function useNow(): number {
  const { client } = useVoice();
  const [now, setNow] = useState(() => client.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(client.now()), 1000);
    return () => clearInterval(timer);
  }, [client]);
  return now;
}
