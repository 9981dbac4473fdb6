import { useEffect, useState, type ReactElement } from "react";
import type { CallClient } from "@synapse-voice/client";
import { VoiceProvider } from "@synapse-voice/react";
import type { Account } from "@synapse-voice/desktop/accounts";
import { useServices } from "../shared/services.ts";
import { Shell } from "./Shell.tsx";
import { SignOutContext } from "../shared/sign-out.ts";
import { loadAvailability } from "./presence/stored-availability.ts";

/** Longest time that a sign-out waits until the server has removed this device. */
const signOffTimeoutMs = 1_500;

/** Time in ms after which a page of the desktop app connects again. */
const reconnectDelayMs = 1_000;

/** Makes and starts the account's call client. Null until it is connected. */
function useClient(account: Account): CallClient | null {
  const { connect, platform } = useServices();
  const [client, setClient] = useState<CallClient | null>(null);
  useEffect(() => {
    let mounted = true;
    let created: CallClient | null = null;
    let timer: ReturnType<typeof setTimeout>;
    const connectLater = (): void => {
      clearTimeout(timer);
      if (mounted) timer = setTimeout(connectNow, reconnectDelayMs);
    };
    const use = (connected: CallClient): void => {
      if (!mounted) return;
      void created?.close();
      created = connected;
      // The desktop's main process stores the choice itself.
      if (platform.main === null) connected.setWanted(loadAvailability(account.userId));
      connected.start();
      setClient(connected);
    };
    const connectNow = (): void => void connect(account, connectLater).then(use, connectLater);
    connectNow();
    return () => {
      mounted = false;
      clearTimeout(timer);
      void created?.close();
    };
  }, [connect, platform, account]);
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
  const { accounts, media, loadMedia, ring, microphone } = useServices();
  const client = useClient(account);
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
      {...(loadMedia === undefined ? {} : { loadMedia })}
      {...(ring === undefined ? {} : { ring })}
      {...(microphone === undefined ? {} : { microphone })}
    >
      <SignOutContext value={signOut}>
        <Shell account={account} />
      </SignOutContext>
    </VoiceProvider>
  );
}
