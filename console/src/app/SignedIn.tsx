import { useEffect, useMemo, useState, type ReactElement } from "react";
import type { CallClient } from "@synapse-voice/client";
import { VoiceProvider } from "@synapse-voice/react";
import type { Account } from "@synapse-voice/desktop/accounts";
import { clearDrafts, createDraftStorage } from "../shared/notes/draft-storage.ts";
import {
  createNotesEditors,
  NotesEditorsContext,
  type NotesEditors,
} from "../shared/notes/notes-editors.ts";
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

/** Makes the editors of the account's notes. Null without a client. */
const useEditors = (client: CallClient | null, { userId }: Account): NotesEditors | null =>
  useMemo(
    () => (client === null ? null : createNotesEditors(client, createDraftStorage(userId))),
    [client, userId],
  );

/** Connects the account's call client and shows the agent's screens. */
export function SignedIn({
  account,
  expectSignOut,
}: {
  account: Account;
  expectSignOut: () => void;
}): ReactElement | null {
  const { accounts, media, loadMedia, devices, platform, ring, microphone } = useServices();
  const client = useClient(account);
  const notes = useEditors(client, account);
  useEffect(() => notes?.start(), [notes]);
  useEffect(
    () => (notes === null ? undefined : platform.main?.onSaveUnsaved(notes.flush)),
    [notes, platform],
  );
  if (client === null || notes === null) return null;
  // The device saves and signs off while its token is still valid. Without a connection its lease
  // runs out by itself.
  const signOut = async (): Promise<void> => {
    expectSignOut();
    await notes.flush();
    await Promise.race([
      client.close().catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, signOffTimeoutMs)),
    ]);
    clearDrafts();
    await accounts.signOut();
  };
  return (
    <VoiceProvider
      client={client}
      {...(media === undefined ? {} : { media })}
      {...(loadMedia === undefined ? {} : { loadMedia })}
      {...(devices === undefined ? {} : { devices })}
      {...(ring === undefined ? {} : { ring })}
      {...(microphone === undefined ? {} : { microphone })}
    >
      <SignOutContext value={signOut}>
        <NotesEditorsContext value={notes}>
          <Shell account={account} />
        </NotesEditorsContext>
      </SignOutContext>
    </VoiceProvider>
  );
}
