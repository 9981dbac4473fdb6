import type { ReactElement } from "react";
import { Icon, useCall, useClientState, WrapUpButton } from "@synapse-voice/react";
import type { ClientState } from "@synapse-voice/client";

import { useNotesEditors } from "../shared/notes/notes-editors.ts";
import { findKeys } from "./shortcuts/key-list.ts";
import { useFind } from "./shortcuts/find-context.ts";

interface ReadinessWords {
  readonly title: string;
  readonly text: string;
}

function readinessWords(
  { connection, presence }: ClientState,
  hasCallOnHold: boolean,
): ReadinessWords {
  if (connection === "offline" || presence?.reachable === false)
    return {
      title: "Calls can't reach you",
      text: "They ring here again as soon as the server can be reached.",
    };
  if (presence === null || connection === "connecting")
    return {
      title: "Connecting to the server…",
      text: "Calls ring here as soon as it answers.",
    };
  if (hasCallOnHold)
    return { title: "Nobody hears you", text: "Resume the call on hold, or call someone to ask." };
  if (presence?.state === "away" && presence.takesQueueCalls === false)
    return {
      title: "Calls to you by name ring here",
      text: "The team's calls don't. An admin can change that under Team.",
    };
  if (presence?.state === "away")
    return {
      title: "You are away",
      text: "Calls to the team don't ring here. Calls to you by name still do.",
    };
  if (presence?.state === "wrap_up")
    return {
      title: "After the call",
      text: "The team's calls wait until you are ready. Calls to you by name still ring.",
    };
  return {
    title: "Ready for calls",
    text: "Your team's calls ring here.",
  };
}

/**
 * Fills the place of the call bar while there is no call: whether calls ring here, and the button
 * that ends the wrap-up, once notes are saved. A narrow window shows it in the wrap-up only.
 */
export function StageBar(): ReactElement | null {
  const state = useClientState();
  const { active, outgoing, held } = useCall();
  const { flush } = useNotesEditors();
  if (active !== null || outgoing !== null || state.dialing !== null) return null;
  const isWrapUp = state.presence?.state === "wrap_up" && state.connection !== "offline";
  const { title, text } = readinessWords(state, held.length > 0);
  return (
    <div className={isWrapUp ? "stage-bar stage-bar-wrap-up" : "stage-bar"}>
      <div className="sv-row-text">
        <p className="stage-bar-title">{title}</p>
        <p className="sv-secondary">{text}</p>
      </div>
      {isWrapUp ? <WrapUpButton beforeEnd={flush} /> : <FindButton />}
    </div>
  );
}

/** Opens the dialog that finds and calls someone. */
function FindButton(): ReactElement {
  const find = useFind();
  return (
    <button type="button" className="find-button sv-focusable" onClick={find}>
      <Icon name="search" size={18} />
      <span className="find-button-text">Find and call someone</span>
      <kbd className="key">{findKeys.join(" ")}</kbd>
    </button>
  );
}
