import * as v from "valibot";

/** The missed calls that an agent has seen in this browser. */
export interface SeenCalls {
  /** Calls that ended up to this time are seen. Server time in ms since the epoch. */
  readonly until: number;
  /** Ids of later calls that are seen, too. */
  readonly ids: readonly string[];
}

const Stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ until: v.number(), ids: v.array(v.string()) }),
);

const keyOf = (userId: string): string => `synapse-voice.seen-calls.${userId}`;

function parse(stored: string | null): SeenCalls | null {
  const seen = v.safeParse(Stored, stored);
  return seen.success ? seen.output : null;
}

/** Returns the calls that the person has seen; null at the first visit. */
export function loadSeenCalls(userId: string): SeenCalls | null {
  try {
    return parse(localStorage.getItem(keyOf(userId)));
  } catch {
    return null;
  }
}

/** Stores the calls that the person has seen, for later visits and for other tabs. */
export function saveSeenCalls(userId: string, seen: SeenCalls): void {
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify(seen));
  } catch {
    // Without storage the calls count as seen until the next visit only.
  }
}

/** Calls the listener when another tab stores seen calls. Returns a function that ends this. */
export function onSeenCallsChange(
  userId: string,
  listener: (seen: SeenCalls | null) => void,
): () => void {
  const onStorage = ({ key, newValue }: StorageEvent): void => {
    if (key === keyOf(userId)) listener(parse(newValue));
  };
  window.addEventListener("storage", onStorage);
  return () => window.removeEventListener("storage", onStorage);
}
