import {
  cloneElement,
  useEffect,
  useId,
  useRef,
  useState,
  type MouseEvent,
  type ReactElement,
} from "react";
import type { Agent } from "@synapse-voice/contract";
import { Avatar } from "./elements/Avatar.tsx";
import { Button, type ButtonSize, type ButtonVariant } from "./elements/Button.tsx";
import { CallButton } from "./CallButton.tsx";
import { CallWithText } from "./CallWithText.tsx";
import { EmptyState } from "./elements/EmptyState.tsx";
import { LoadFailed } from "./elements/LoadFailed.tsx";
import { Skeleton } from "./elements/Skeleton.tsx";
import { shownState, stateWords } from "../texts/agent-words.ts";
import { askForCallback } from "../texts/callback-words.ts";
import { useAvailableAgents } from "../hooks/use-available-agents.ts";
import { useCall } from "../hooks/use-call.ts";
import { usePressGuard } from "../hooks/use-press-guard.ts";
import { useVoice } from "../hooks/voice-context.ts";

type Trigger = ReactElement<{ onClick?: (event: MouseEvent) => void; "aria-haspopup"?: "dialog" }>;

/** Properties of {@link AgentSelector}. */
export interface AgentSelectorProps {
  /** Look of the button. Default: `secondary`. Not used with `children`. */
  readonly variant?: Extract<ButtonVariant, "primary" | "secondary" | "ghost">;
  /** Size of the button. Default: `medium`. Not used with `children`. */
  readonly size?: ButtonSize;
  /** An element of the page that opens the list on a click, in place of the button. */
  readonly children?: Trigger;
}

/**
 * Shows a button that opens a list of the team's agents, each with a button to call them. Customers
 * see those whom a call would reach now.
 */
export function AgentSelector({
  variant = "secondary",
  size = "medium",
  children,
}: AgentSelectorProps): ReactElement {
  const [open, setOpen] = useState(false);
  const { audience } = useVoice();
  const show = (event: MouseEvent): void => {
    children?.props.onClick?.(event);
    setOpen(true);
  };
  return (
    <>
      {children === undefined ? (
        <Button variant={variant} size={size} icon="headset" aria-haspopup="dialog" onClick={show}>
          {audience === "agent" ? "Choose an agent" : "Talk to someone in particular"}
        </Button>
      ) : (
        cloneElement(children, { onClick: show, "aria-haspopup": "dialog" })
      )}
      {open ? <AgentDialog close={() => setOpen(false)} /> : null}
    </>
  );
}

function AgentDialog({ close }: { close: () => void }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const { audience } = useVoice();
  const { engaged, incoming } = useCall();
  const hasCall = engaged || incoming.length > 0;
  // The list loads again by itself, so rows can move.
  usePressGuard(dialog);
  useEffect(() => dialog.current?.showModal(), []);
  // Close the dialog when a call rings: the buttons of the call are out of reach behind a modal.
  useEffect(() => {
    if (hasCall) close();
  }, [hasCall, close]);
  return (
    <dialog ref={dialog} className="sv-root sv-dialog" aria-labelledby={title} onClose={close}>
      <div className="sv-dialog-head">
        <h2 id={title} className="sv-title">
          {audience === "agent" ? "Call an agent" : "Whom would you like to talk to?"}
        </h2>
        <Button variant="ghost" icon="x" aria-label="Close" onClick={close} />
      </div>
      {audience === "agent" ? <AgentList /> : <ReachableAgents close={close} />}
    </dialog>
  );
}

/** Lists the agents whom a customer's call would reach now, as the widget does. */
function ReachableAgents({ close }: { close: () => void }): ReactElement {
  const { callbackRequests } = useVoice();
  const { data, error, slow, reload } = useAvailableAgents({ reachableOnly: true });
  if (data === null && error !== null) return <LoadFailed code={error} retry={reload} />;
  if (data === null)
    return slow ? <Skeleton rows={3} label="Loading names" /> : <div className="sv-waiting" />;
  const reachable = data.filter((agent) => agent.reachable);
  if (reachable.length > 0)
    return (
      <ul className="sv-list">
        {reachable.map((agent) => (
          <AgentRow key={agent.supabaseUserId} agent={agent} />
        ))}
      </ul>
    );
  return (
    <EmptyState icon="headset" title="Nobody can be called by name right now.">
      <Button
        icon="phone-call"
        onClick={() => {
          close();
          callbackRequests.openForm();
        }}
      >
        {askForCallback}
      </Button>
    </EmptyState>
  );
}

function AgentList(): ReactElement {
  const { userId } = useVoice();
  const { data, error, slow, reload } = useAvailableAgents();
  if (data === null && error !== null) return <LoadFailed code={error} retry={reload} />;
  if (data === null)
    return slow ? <Skeleton rows={3} label="Loading agents" /> : <div className="sv-waiting" />;
  const others = data.filter((agent) => agent.supabaseUserId !== userId);
  if (others.length === 0)
    return (
      <EmptyState
        icon="headset"
        title="No agents yet"
        text="Agents show here once an admin has invited them to the team."
      />
    );
  return (
    <ul className="sv-list">
      {others.map((agent) => (
        <AgentRow key={agent.supabaseUserId} agent={agent} />
      ))}
    </ul>
  );
}

function AgentRow({ agent }: { agent: Agent }): ReactElement {
  const id = useId();
  const name = `${agent.firstName} ${agent.lastName}`.trim();
  return (
    <li className="sv-row">
      <Avatar id={agent.supabaseUserId} name={name} />
      <span className="sv-row-text">
        <span id={id} className="sv-row-name">
          {name}
        </span>
        <CallWithText supabaseUserId={agent.supabaseUserId}>
          <AgentStateText agent={agent} />
        </CallWithText>
      </span>
      <CallButton supabaseUserId={agent.supabaseUserId} userName={name} describedBy={id} />
    </li>
  );
}

/** Shows an agent's state as a dot and a word. */
export function AgentStateText({
  agent,
}: {
  agent: Pick<Agent, "state" | "reachable" | "takesQueueCalls">;
}): ReactElement {
  return <span className={`sv-state sv-state-${shownState(agent)}`}>{stateWords(agent)}</span>;
}
