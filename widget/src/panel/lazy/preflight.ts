import type { CustomerClient } from "@synapse-voice/client";
import type { MicrophoneProblem, PendingCall } from "../state/screen.ts";
import type { UiStore } from "../state/ui-store.ts";
import { askForMicrophone } from "./microphone.ts";
import { isClosed } from "./opening-hours.ts";

/**
 * Checks the opening hours, then asks for the microphone: a call that the server would reject needs
 * none. The hours apply only to queue calls, not to direct calls and not to answers.
 */
export async function preflight(
  client: CustomerClient,
  ui: Pick<UiStore, "get" | "set">,
  pending: PendingCall,
  ask = askForMicrophone,
): Promise<MicrophoneProblem | null> {
  const closedNow = !pending.supabaseUserId && !pending.callId && (await isClosed(client));
  // The person cancelled meanwhile, or started something else, such as an answer.
  if (ui.get().pending !== pending) return null;
  if (!closedNow) return ask();
  ui.set({ pending: null, page: { kind: "hours" } });
  return null;
}
