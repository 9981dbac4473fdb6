import { WantedState } from "@synapse-voice/contract";
import * as v from "valibot";

const keyOf = (userId: string): string => `synapse-voice.wanted.${userId}`;
const parse = (stored: string | null): WantedState => {
  const availability = v.safeParse(WantedState, stored);
  return availability.success ? availability.output : "available";
};

/** What a person last chose in this browser: a reload must not make somebody available who is away. */
export function loadAvailability(userId: string): WantedState {
  try {
    return parse(localStorage.getItem(keyOf(userId)));
  } catch {
    return "available";
  }
}

/** Keeps the choice, for later visits and for the other tabs. */
export function saveAvailability(userId: string, availability: WantedState): void {
  try {
    localStorage.setItem(keyOf(userId), availability);
  } catch {
    // A browser without storage asks again at the next visit; nothing else depends on it.
  }
}

/** Hears what was chosen in another tab: away means away in all of them. */
export function onAvailabilityChange(
  userId: string,
  listener: (availability: WantedState) => void,
): () => void {
  const onStorage = ({ key, newValue }: StorageEvent): void => {
    if (key === keyOf(userId)) listener(parse(newValue));
  };
  window.addEventListener("storage", onStorage);
  return () => window.removeEventListener("storage", onStorage);
}
