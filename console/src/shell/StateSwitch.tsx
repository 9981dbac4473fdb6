import { useEffect, type ReactElement } from "react";
import { useCallClient, useClientState } from "@synapse-voice/react";
import { useServices } from "../services.ts";
import { presenceWords } from "./presence-words.ts";

/** Own name, the state as the server acknowledged it, and the switch between available and away. */
export function StateSwitch({ name }: { name: string }): ReactElement {
  const client = useCallClient();
  const { platform } = useServices();
  const state = useClientState();
  useEffect(() => platform.onWanted((wanted) => client.setWanted(wanted)), [platform, client]);
  const { text, dot } = presenceWords(state);
  const available = state.wanted === "available";
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
        onClick={() => client.setWanted(available ? "away" : "available")}
      >
        <span className="switch-knob" />
      </button>
    </>
  );
}
