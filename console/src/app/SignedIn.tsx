import { useCallback, useEffect, useMemo, type ReactElement } from "react";
import type { CallClient } from "@synapse-voice/client";
import { VoiceProvider } from "@synapse-voice/react";
import type { Account } from "@synapse-voice/desktop/accounts";
import { useConnectedClient } from "../shared/client/use-connected-client.ts";
import { clearDrafts, createDraftStorage } from "../shared/notes/draft-storage.ts";
import {
  createNotesEditors,
  NotesEditorsContext,
  type NotesEditors,
} from "../shared/notes/notes-editors.ts";
import { Starting } from "../pages/sign-in/Starting.tsx";
import { useServices } from "../shared/services.ts";
import { Shell } from "./Shell.tsx";
import { SignOutContext } from "../shared/sign-out.ts";
import { signOff } from "./presence/sign-off.ts";
import { loadAvailability } from "./presence/stored-availability.ts";

/** Makes and starts the account's call client. Null until it is connected. */
function useClient(account: Account): CallClient | null {
  const { connect, platform } = useServices();
  return useConnectedClient(
    useCallback(
      async (onLost: () => void) => {
        const client = await connect(account, onLost);
        // The desktop's main process stores the choice itself.
        if (platform.main === null) client.setWanted(loadAvailability(account.userId));
        return client;
      },
      [connect, platform, account],
    ),
  );
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
}): ReactElement {
  const { accounts, media, loadMedia, devices, platform, ring, microphone } = useServices();
  const client = useClient(account);
  const notes = useEditors(client, account);
  useEffect(() => notes?.start(), [notes]);
  useEffect(
    () => (notes === null ? undefined : platform.main?.onSaveUnsaved(notes.flush)),
    [notes, platform],
  );
  if (client === null || notes === null) return <Starting />;
  const signOut = async (): Promise<void> => {
    expectSignOut();
    await notes.flush();
    await signOff(client);
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
