import type { AgentState } from "@synapse-voice/contract";
import type { ClientState } from "@synapse-voice/client/signal";

/** What the header says of this device. */
export interface PresenceWords {
  readonly text: string;
  /** Colour of the dot; the text says the same. */
  readonly dot: AgentState;
}

/** Only what the server has acknowledged; never what was merely asked for. */
export function presenceWords({ connection, presence, wanted }: Pick<ClientState, "connection" | "presence" | "wanted">): PresenceWords {
  if (connection === "offline") return { text: "Calls can't reach you", dot: "offline" };
  if (presence === null || connection === "connecting") return { text: "Connecting…", dot: "offline" };
  if (!presence.reachable) return { text: "Calls can't reach you", dot: "offline" };
  const settled = presence.state === "on_call" || presence.state === wanted;
  if (!settled) return { text: wanted === "away" ? "Going away…" : "Coming back…", dot: presence.state };
  if (presence.state === "on_call") return { text: "On a call · reachable on this device", dot: "on_call" };
  return presence.state === "away" ? { text: "Away · only calls to you by name ring", dot: "away" } : { text: "Available · reachable on this device", dot: "available" };
}
