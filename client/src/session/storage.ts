import * as v from "valibot";

/** Where things about calls outlast a reload; `sessionStorage` fits. */
export type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const CallIds = v.array(v.string());

/** The ids of calls that an earlier page kept under a name. */
export function keptCalls(keep: Keep | null, name: string): string[] {
  try {
    return v.parse(CallIds, JSON.parse(keep?.getItem(name) ?? "[]"));
  } catch {
    return [];
  }
}

/** Keeps ids of calls under a name, none by removing it. */
export function keepCalls(keep: Keep | null, name: string, callIds: readonly string[]): void {
  try {
    if (callIds.length > 0) keep?.setItem(name, JSON.stringify(callIds));
    else keep?.removeItem(name);
  } catch {
    // Storage is full or forbidden: then it lasts as long as the page.
  }
}

/** The tab's own storage, where it may be used. */
export function sessionKeep(): Keep | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
