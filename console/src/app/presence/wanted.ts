import { WantedState } from "@synapse-voice/contract";
import * as v from "valibot";

const keyOf = (supabaseUserId: string): string => `synapse-voice.wanted.${supabaseUserId}`;
const parse = (kept: string | null): WantedState => {
  const wanted = v.safeParse(WantedState, kept);
  return wanted.success ? wanted.output : "available";
};

/** What a person last chose in this browser: a reload must not make somebody available who is away. */
export function keptWanted(supabaseUserId: string): WantedState {
  try {
    return parse(localStorage.getItem(keyOf(supabaseUserId)));
  } catch {
    return "available";
  }
}

/** Keeps the choice, for later visits and for the other tabs. */
export function keepWanted(supabaseUserId: string, wanted: WantedState): void {
  try {
    localStorage.setItem(keyOf(supabaseUserId), wanted);
  } catch {
    // A browser without storage asks again at the next visit; nothing else depends on it.
  }
}

/** Hears what was chosen in another tab: away means away in all of them. */
export function onWantedElsewhere(
  supabaseUserId: string,
  listener: (wanted: WantedState) => void,
): () => void {
  const hear = ({ key, newValue }: StorageEvent): void => {
    if (key === keyOf(supabaseUserId)) listener(parse(newValue));
  };
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}
