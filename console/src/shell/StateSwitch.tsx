import type { ReactElement } from "react";
import { useClientState } from "@synapse-voice/react";
import { presenceWords } from "./presence-words.ts";
import { useWanted } from "./use-wanted.ts";

/** Own name, the state as the server acknowledged it, and the switch between available and away. */
export function StateSwitch({ name }: { name: string }): ReactElement {
  const state = useClientState();
  const { wanted, pending, choose } = useWanted();
  const { text, dot } = presenceWords(state, pending);
  const available = wanted === "available";
  return (
    <>
      <span className="sv-row-text">
        <span className="sv-row-name">{name}</span>
        <span className={`sv-state sv-state-${dot}`} role="status">
          {text}
        </span>
      </span>
      <button
        type="button"
        className="switch sv-focusable"
        role="switch"
        aria-checked={available}
        data-reachable={dot !== "offline"}
        aria-label="Take the team's calls"
        title={available ? "Go away: the team's calls stop ringing here" : "Be available: the team's calls ring here"}
        onClick={() => choose(available ? "away" : "available")}
      >
        <span className="switch-knob" />
      </button>
    </>
  );
}
