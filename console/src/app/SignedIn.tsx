import { useEffect, useState, type ReactElement } from "react";
import type { CallClient } from "@synapse-voice/client";
import { VoiceProvider } from "@synapse-voice/react";
import type { Account } from "@synapse-voice/desktop/accounts";
import { useServices } from "../shared/services.ts";
import { Shell } from "./Shell.tsx";
import { SignOutContext } from "../shared/sign-out.ts";
import { hangUpAndSignOff } from "./presence/hang-up-and-sign-off.ts";
import { loadAvailability } from "./presence/stored-availability.ts";

/** Longest time that a sign-out waits until the server has removed this device. */
const signOffTimeoutMs = 1_500;

/** Makes and starts the account's call client. Null until it is connected. */
function useClient(account: Account): CallClient | null {
  const { connect } = useServices();
  const [client, setClient] = useState<CallClient | null>(null);
  useEffect(() => {
    let mounted = true;
    let created: CallClient | null = null;
    void connect(account).then((connected) => {
      if (!mounted) return;
      created = connected;
      connected.setWanted(loadAvailability(account.userId));
      connected.start();
      setClient(connected);
    });
    return () => {
      mounted = false;
      void created?.close();
    };
  }, [connect, account]);
  return client;
}

/** Connects the account's call client and shows the agent's screens. */
export function SignedIn({
  account,
  expectSignOut,
}: {
  account: Account;
  expectSignOut: () => void;
}): ReactElement | null {
  const { accounts, media, platform, ring, microphone } = useServices();
  const client = useClient(account);
  useEffect(
    () => (client === null ? undefined : platform.onQuit(() => hangUpAndSignOff(client))),
    [client, platform],
  );
  if (client === null) return null;
  // The device signs off while its token is still valid. Without a connection its lease runs out by
  // itself.
  const signOut = async (): Promise<void> => {
    expectSignOut();
    await Promise.race([
      client.close().catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, signOffTimeoutMs)),
    ]);
    await accounts.signOut();
  };
  return (
    <VoiceProvider
      client={client}
      {...(media === undefined ? {} : { media })}
      {...(ring === undefined ? {} : { ring })}
      {...(microphone === undefined ? {} : { microphone })}
    >
      <SignOutContext value={signOut}>
        <Shell account={account} />
      </SignOutContext>
    </VoiceProvider>
  );
}
