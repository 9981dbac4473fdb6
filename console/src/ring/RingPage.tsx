import { useEffect, type ReactElement } from "react";
import type { CallClient } from "@synapse-voice/client";
import type { Party } from "@synapse-voice/contract";
import { RingingCall, useCall, VoiceProvider, type ConnectedDeps } from "@synapse-voice/react";
import { useConnectedClient } from "../shared/client/use-connected-client.ts";
import { CallerContext } from "./CallerContext.tsx";

interface Props {
  /** Makes a call client. `onLost` runs when it can't be used any more. */
  readonly connect: (onLost: () => void) => Promise<CallClient>;
  /** Sound and microphone of this page. */
  readonly deps: Pick<ConnectedDeps, "devices" | "ring" | "microphone">;
}

/** The page of the ring window: the call that rings, with Answer and Decline. */
export function RingPage({ connect, deps }: Props): ReactElement | null {
  const client = useConnectedClient(connect);
  if (client === null) return null;
  return (
    <VoiceProvider client={client} loadMedia={neverLoad} {...deps}>
      <main className="ring-page">
        <RingingCall about={aboutCaller} />
      </main>
      <WindowTitle />
    </VoiceProvider>
  );
}

const aboutCaller = (caller: Party | null): ReactElement => <CallerContext caller={caller} />;

/** The console has the media of all calls. */
const neverLoad = (): Promise<never> => new Promise(() => undefined);

/** Names the window after the caller. The main process shows the window when it has a title. */
function WindowTitle(): null {
  const [longest] = useCall().incoming.slice(-1);
  const title = longest === undefined ? null : `${longest.peer?.name ?? "A customer"} is calling`;
  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
  return null;
}
