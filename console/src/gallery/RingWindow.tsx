import { useCallback, type ReactElement } from "react";
import type { CallClient } from "@synapse-voice/client";
import type { Services } from "../shared/services.ts";
import { RingPage } from "../ring/RingPage.tsx";

/** The page of the ring window, on fakes. */
export function RingWindow({
  client,
  services: { ring, microphone },
}: {
  client: CallClient;
  services: Services;
}): ReactElement {
  const connect = useCallback(async () => client, [client]);
  return (
    <RingPage
      connect={connect}
      deps={{
        ...(ring === undefined ? {} : { ring }),
        ...(microphone === undefined ? {} : { microphone }),
      }}
    />
  );
}
