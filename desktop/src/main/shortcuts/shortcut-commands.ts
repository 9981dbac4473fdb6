import type { ShortcutAction } from "../../bridge/shortcuts.ts";
import type { AgentStatus } from "../tray/agent-status.ts";
import type { TrayCommands } from "../tray/tray-commands.ts";

/**
 * Makes a function that runs the command of a shortcut. It does nothing without a call for it.
 * Calls on hold are left alone: a person who can't see them could end the wrong one.
 */
export const createShortcutCommands =
  (
    status: () => AgentStatus,
    { answer, setMuted, hangUp }: Pick<TrayCommands, "answer" | "setMuted" | "hangUp">,
  ) =>
  (action: ShortcutAction): void => {
    const { ring, ownCall } = status() ?? {};
    if (action === "answer") {
      if (ring?.callId !== undefined) answer(ring.callId);
      return;
    }
    if (ownCall?.muted === undefined) return;
    if (action === "mute") setMuted(!ownCall.muted);
    else hangUp(ownCall.callId);
  };
