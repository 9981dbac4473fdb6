import type { WantedState } from "@synapse-voice/contract";
import type { CallClient } from "@synapse-voice/client";

/** Commands of the tray's menu. They are those of the screens, and do no harm if sent twice. */
export interface TrayCommands {
  answer(callId: string): void;
  decline(callId: string): void;
  /** Hangs up. Without an id, cancels the call that is being placed. */
  hangUp(callId: string | undefined): void;
  setMuted(muted: boolean): void;
  setWanted(wanted: WantedState): void;
  endWrapUp(): void;
}

type TrayClient = Pick<CallClient, "decline" | "hangUp" | "setMuted" | "setWanted" | "endWrapUp">;

/**
 * Makes the commands. `client` returns the client of the account, or null. The end of a wrap-up
 * waits until `saveUnsaved` has saved the notes of the call. `answer` may warn the person first.
 */
export function createTrayCommands(
  client: () => TrayClient | null,
  saveUnsaved: () => Promise<void>,
  answer: TrayCommands["answer"],
): TrayCommands {
  return {
    answer,
    decline: (callId) => void client()?.decline(callId),
    hangUp: (callId) => void client()?.hangUp(callId),
    setMuted: (muted) => client()?.setMuted(muted),
    setWanted: (wanted) => client()?.setWanted(wanted),
    endWrapUp: () => void saveUnsaved().then(() => client()?.endWrapUp()),
  };
}
