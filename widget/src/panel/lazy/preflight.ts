import type { CustomerClient } from "@synapse-voice/client";
import type { MicrophoneProblem, Page, PendingCall } from "../state/screen.ts";
import type { UiStore } from "../state/ui-store.ts";
import { askForMicrophone } from "./microphone.ts";
import { queueState } from "./opening-hours.ts";

/** Checks that the customer chose to go without: to wait although nobody is there, and to listen. */
const waived = new Set<"staff" | "microphone">();

/** Leaves a check out, until a call starts or `restoreChecks` runs. */
export const waiveCheck = (check: "staff" | "microphone"): void => void waived.add(check);
export const restoreChecks = (): void => waived.clear();

/**
 * Returns the page to show in place of a queue call that nobody could take now, or null. Direct
 * calls and answers depend on neither opening hours nor the queue.
 */
async function pageInsteadOfCall(
  client: CustomerClient,
  { supabaseUserId, callId }: PendingCall,
): Promise<Page | null> {
  const state = supabaseUserId || callId ? null : await queueState(client);
  if (!state) return null;
  if (!state.open) return { kind: "hours" };
  return state.staffed === false && !waived.has("staff") ? { kind: "nobody" } : null;
}

/**
 * Checks if somebody can take the call, then asks for the microphone: a call that leads nowhere
 * needs none.
 */
export async function preflight(
  client: CustomerClient,
  ui: Pick<UiStore, "get" | "set">,
  pending: PendingCall,
  ask = askForMicrophone,
): Promise<MicrophoneProblem | null> {
  const page = await pageInsteadOfCall(client, pending);
  // The person cancelled meanwhile, or started something else, such as an answer.
  if (ui.get().pending !== pending) return null;
  if (page) {
    ui.set({ pending: null, page });
    return null;
  }
  const problem = waived.has("microphone") ? null : await ask();
  if (!problem) restoreChecks();
  return problem;
}
