import type { CallView } from "@synapse-voice/client";
import { useClientState } from "./use-client-state.ts";

/** Returns the live call between the reader and a person; null if there is none. */
export function useCallWith(supabaseUserId: string | undefined): CallView | null {
  const { calls } = useClientState();
  if (supabaseUserId === undefined || supabaseUserId === "") return null;
  return (
    calls.find(({ phase, peer }) => phase !== "ended" && peer?.supabaseUserId === supabaseUserId) ??
    null
  );
}
