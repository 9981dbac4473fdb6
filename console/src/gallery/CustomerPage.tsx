import type { ReactElement } from "react";
import type { CallClient } from "@synapse-voice/client";
import { AgentSelector, CallButton, CallManager, VoiceProvider } from "@synapse-voice/react";
import type { Services } from "../shared/services.ts";

/** A portal's page with the React components, as a customer sees it. */
export function CustomerPage({
  client,
  services: { media, ring, microphone },
}: {
  client: CallClient;
  services: Services;
}): ReactElement {
  return (
    <VoiceProvider
      client={client}
      audience="customer"
      {...(media === undefined ? {} : { media })}
      {...(ring === undefined ? {} : { ring })}
      {...(microphone === undefined ? {} : { microphone })}
    >
      <main className="gate">
        <h1 className="sv-title">Acme portal</h1>
        <CallButton label="Call us" variant="primary" />
        <AgentSelector />
        <CallManager />
      </main>
    </VoiceProvider>
  );
}
