import type { ReactElement } from "react";
import { Icon, RemainingTime, useClientState } from "@synapse-voice/react";
import { teamCallsFragment } from "../../shared/calls/team-calls.ts";
import { useSelection } from "../../shared/people/selection.ts";
import { othersWaiting } from "@synapse-voice/client";
import { presenceWords } from "./presence-words.ts";
import { useAvailability } from "./use-availability.ts";

/** Shows the number of waiting callers from the last reply to presence. Opens the list of them. */
function WaitingLink({ count }: { count: number }): ReactElement {
  const { select } = useSelection();
  return (
    <a
      className="waiting sv-focusable"
      href={teamCallsFragment}
      title="Show who waits"
      onClick={() => select(null)}
    >
      <Icon name="hourglass" size={14} /> {count} waiting
    </a>
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
  const waiting = othersWaiting(state);
  return (
    <>
      <span className="sv-row-text">
        <span className="header-line">
          <span className="sv-row-name">{name}</span>
          {waiting > 0 ? <WaitingLink count={waiting} /> : null}
        </span>
        <span className={`sv-state sv-state-${dot}`}>
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
