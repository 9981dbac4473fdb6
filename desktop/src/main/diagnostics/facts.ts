import { arch, release, totalmem } from "node:os";
import type { ClientState, Connection } from "@synapse-voice/client";
import type { Settings } from "../config/settings.ts";

/** Returns the versions of the app and of what it runs on. */
export const versionFacts = (app: string): Record<string, string> => ({
  App: app,
  Electron: process.versions["electron"] ?? "unknown",
  Chromium: process.versions["chrome"] ?? "unknown",
  Node: process.versions.node,
  System: `${process.platform} ${release()} ${arch()}`,
  Memory: `${Math.round(totalmem() / 1e9)} GB`,
});

/** Returns the settings. The key of the project and the people of a demo are left out. */
export const settingFacts = (settings: Settings): Record<string, string> => ({
  Server: settings.apiUrl,
  Supabase: settings.supabaseUrl,
  "Key of Supabase": "set, not shown",
  Console: settings.consoleUrl ?? "not set",
  "Media server": settings.mediaUrl ?? "as the server says",
});

/** Ways by which the client gets events. */
const connections: Record<Connection, string> = {
  connecting: "connecting",
  online: "live updates by Realtime",
  degraded: "the fallback: long poll of the server",
  offline: "none",
};

/** Returns what the call client knows of its connection; null: nobody is signed in. */
export function stateFacts(state: ClientState | null, storage: string): Record<string, string> {
  const signIn = { "Sign-in is kept in": storage };
  if (state === null) return { ...signIn, "Signed in": "no" };
  const { connection, offlineSince, presence, calls } = state;
  return {
    ...signIn,
    "Signed in": "yes",
    "Events arrive by": connections[connection],
    ...(offlineSince === null ? {} : { "Offline since": new Date(offlineSince).toISOString() }),
    Availability: presence?.state ?? "unknown",
    "Calls reach this device": presence === null ? "unknown" : presence.reachable ? "yes" : "no",
    Calls: String(calls.length),
  };
}
