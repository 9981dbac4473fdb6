import type { AgentState } from "@synapse-voice/contract";
import type { ClientState } from "@synapse-voice/client";

/** Text of the header about this device. */
export interface PresenceWords {
  readonly text: string;
  /** Colour of the dot. The text says the same. */
  readonly dot: AgentState;
}

/**
 * Returns the text for what the server has confirmed, never for what was only requested. `pending`:
 * the server has not confirmed the last choice yet. The server's state is that of the person, who
 * is available if one of their devices is.
 */
export function presenceWords(
  { connection, presence, wanted }: Pick<ClientState, "connection" | "presence" | "wanted">,
  pending = false,
): PresenceWords {
  if (connection === "offline") return { text: "Calls can't reach you", dot: "offline" };
  if (presence === null || connection === "connecting")
    return { text: "Connecting…", dot: "offline" };
  if (!presence.reachable) return { text: "Calls can't reach you", dot: "offline" };
  // An admin decided that the queue never rings this person. Then nothing depends on their choice.
  if (presence.takesQueueCalls === false && presence.state === "away")
    return { text: "Available by name · reachable here", dot: "available" };
  // A choice made during a call takes effect after it.
  const awayNext = wanted === "away" && !pending && presence.takesQueueCalls !== false;
  if (presence.state === "on_call")
    return {
      text: awayNext ? "On a call, then away here" : "On a call · reachable here",
      dot: "on_call",
    };
  if (presence.state === "wrap_up")
    return { text: awayNext ? "Wrapping up, then away here" : "Wrapping up", dot: "wrap_up" };
  if (pending || (wanted === "available" && presence.state === "away"))
    return { text: wanted === "away" ? "Going away…" : "Coming back…", dot: presence.state };
  if (wanted === "available") return { text: "Available · reachable here", dot: "available" };
  return presence.state === "away"
    ? { text: "Away · only calls to you by name ring", dot: "away" }
    : { text: "Away here · available on another device", dot: "away" };
}
