import type { ReactElement } from "react";
import { Icon, RemainingTime, useClientState } from "@synapse-voice/react";
import { presenceWords } from "./presence-words.ts";
import { useAvailability } from "./use-availability.ts";

/** Shows the number of waiting callers from the last reply to presence. */
function WaitingCallers({ count }: { count: number }): ReactElement {
  return (
    <span className="waiting" title="Callers who wait for an agent">
      <Icon name="hourglass" size={14} /> {count} waiting
    </span>
  );
}

/**
 * Shows the agent's name and state (as the server has confirmed it), the number of waiting callers,
 * and the switch between available and away. There is no switch for somebody whom the queue never
 * rings.
 */
export function AvailabilityControl({ name }: { name: string }): ReactElement {
  const state = useClientState();
  const { availability, pending, choose } = useAvailability();
  const { text, dot } = presenceWords(state, pending);
  const available = availability === "available";
  const { presence } = state;
  const wrapUpUntil = dot === "wrap_up" ? (presence?.wrapUpUntil ?? null) : null;
  const waiting = state.connection === "offline" ? 0 : (presence?.waiting ?? 0);
  return (
    <>
      <span className="sv-row-text">
        <span className="header-line">
          <span className="sv-row-name">{name}</span>
          {waiting > 0 ? <WaitingCallers count={waiting} /> : null}
        </span>
        <span className={`sv-state sv-state-${dot}`} title={text}>
          <span>
            <span role="status">{text}</span>
            {wrapUpUntil === null ? null : (
              <>
                {" "}
                · <RemainingTime until={wrapUpUntil} />
              </>
            )}
          </span>
        </span>
      </span>
      {presence?.takesQueueCalls === false ? null : (
        <button
          type="button"
          className="switch sv-focusable"
          role="switch"
          aria-checked={available}
          data-reachable={dot !== "offline"}
          aria-label="Take the team's calls"
          title={
            available
              ? "Go away: the team's calls stop ringing here"
              : "Be available: the team's calls ring here"
          }
          onClick={() => choose(available ? "away" : "available")}
        >
          <span className="switch-knob" />
        </button>
      )}
    </>
  );
}
