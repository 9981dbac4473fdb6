import { WantedState } from "@synapse-voice/contract";
import * as v from "valibot";

const keyOf = (userId: string): string => `synapse-voice.wanted.${userId}`;
const parse = (stored: string | null): WantedState => {
  const availability = v.safeParse(WantedState, stored);
  return availability.success ? availability.output : "available";
};

/**
 * Returns the availability that the person last chose in this browser; `available` by default.
 * After a reload, an agent who was away stays away.
 */
export function loadAvailability(userId: string): WantedState {
  try {
    return parse(localStorage.getItem(keyOf(userId)));
  } catch {
    return "available";
  }
}

/** Stores the choice for later visits and for other tabs. */
export function saveAvailability(userId: string, availability: WantedState): void {
  try {
    localStorage.setItem(keyOf(userId), availability);
  } catch {
    // Without storage the choice is lost at the next visit. Nothing else depends on it.
  }
}

/**
 * Calls the listener when the choice changes in another tab. Away applies to all tabs. Returns a
 * function that ends this.
 */
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
