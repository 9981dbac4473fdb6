import * as v from "valibot";

/** Storage that outlasts a reload of the page, such as `sessionStorage`. */
export type KeyValueStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Returns a storage of the page; null where there is none or the browser forbids it. */
export function browserStorage(name: "localStorage" | "sessionStorage"): KeyValueStorage | null {
  try {
    return globalThis[name] ?? null;
  } catch {
    return null;
  }
}

const CallIds = v.array(v.string());

/** Reads ids of calls; none where nothing is stored, or something else. */
export function readCallIds(storage: KeyValueStorage | null, key: string): string[] {
  try {
    return v.parse(CallIds, JSON.parse(storage?.getItem(key) ?? "[]"));
  } catch {
    return [];
  }
}

/** Writes ids of calls. Without ids the key is removed. */
export function writeCallIds(
  storage: KeyValueStorage | null,
  key: string,
  callIds: readonly string[],
): void {
  try {
    if (callIds.length > 0) storage?.setItem(key, JSON.stringify(callIds));
    else storage?.removeItem(key);
  } catch {
    // Storage is full or forbidden: the ids last as long as the page.
  }
}
