import { useId, useState, type ReactElement } from "react";
import {
  claimCallback,
  finishCallback,
  reopenCallback,
  type Callback,
} from "@synapse-voice/contract";
import {
  Avatar,
  Button,
  CallButton,
  useCallClient,
  useVoice,
  type ButtonVariant,
  type IconName,
} from "@synapse-voice/react";
import { useSelection } from "../../shared/people/selection.ts";
import type { Profile } from "../../shared/profile.ts";
import { callbackLine, callbackOf, callbackSentence } from "./callback-words.ts";
import type { CallbackCommand } from "./use-callbacks.ts";

/** Sends a command about a call-back. Screen readers read `text` if it succeeds. */
export type SendCommand = (
  command: CallbackCommand,
  callback: Callback,
  text: string,
) => Promise<void>;

interface Props {
  readonly callback: Callback;
  readonly profile: Profile | null;
  /** Id of the call-back whose command is running. */
  readonly busy: string | null;
  /** True for the call-back to do next. */
  readonly isNext: boolean;
  readonly sendCommand: SendCommand;
}

/** Shows a call-back: customer, time, topic, and what this agent can do with it. */
export function CallbackRow(props: Props): ReactElement {
  const { callback, isNext } = props;
  const { customer, topic } = callback;
  const { userId } = useVoice();
  const client = useCallClient();
  const { person, select } = useSelection();
  const id = useId();
  const isSelected = person?.userId === customer.supabaseUserId;
  return (
    <li className={isSelected ? "callback row-selected" : "callback"} data-callback={callback.id}>
      <button
        type="button"
        className="row-open sv-focusable"
        aria-current={isSelected ? "true" : undefined}
        onClick={() =>
          select({ userId: customer.supabaseUserId, name: customer.name, type: "PORTAL_CUSTOMER" })
        }
      >
        <Avatar id={customer.supabaseUserId} name={customer.name} />
        <span className="sv-row-text">
          <span id={id} className="sv-row-name">
            {customer.name}
          </span>
          <span className="sv-secondary sv-numbers">
            {callbackLine(callback, userId, client.now())}
          </span>
        </span>
      </button>
      <Topic text={topic} />
      {/* One accent per screen: beside a person's page, that page has it. */}
      <Actions {...props} isNext={isNext && person === null} nameId={id} />
    </li>
  );
}

/** Roughly the number of characters that fit into the four visible lines. */
const shortTextLength = 140;
const isLong = (text: string): boolean =>
  text.length > shortTextLength || text.split("\n").length > 4;

/** Shows the customer's words as plain text. */
function Topic({ text }: { text: string }): ReactElement {
  const [expanded, setExpanded] = useState(false);
  if (text === "") return <p className="callback-topic sv-secondary">No topic given</p>;
  return (
    <div className="callback-topic">
      <p
        className={isLong(text) && !expanded ? "callback-text callback-text-cut" : "callback-text"}
        dir="auto"
      >
        {text}
      </p>
      {isLong(text) ? (
        <button
          type="button"
          className="text-button sv-focusable"
          aria-expanded={expanded}
          onClick={() => setExpanded(!expanded)}
        >
          {expanded ? "Show less" : "Show all"}
        </button>
      ) : null}
    </div>
  );
}

function Actions({
  callback,
  profile,
  busy,
  isNext,
  sendCommand,
  nameId,
}: Props & { nameId: string }): ReactElement | null {
  const { userId } = useVoice();
  const { customer, status, claimedBy } = callback;
  const button = (
    label: string,
    icon: IconName,
    command: CallbackCommand,
    text: string,
    variant: ButtonVariant = "secondary",
  ): ReactElement => (
    <Button
      variant={variant}
      icon={icon}
      aria-describedby={nameId}
      aria-busy={busy === callback.id}
      onClick={() => void sendCommand(command, callback, text)}
    >
      {label}
    </Button>
  );
  if (status === "open")
    return (
      <div className="callback-actions">
        {button("Claim", "check", claimCallback, `You claimed ${callbackOf(customer.name)}`)}
      </div>
    );
  if (status === "done")
    return (
      <div className="callback-actions">
        {button(
          "Reopen",
          "undo-2",
          reopenCallback,
          callbackSentence(customer.name, "is open again"),
        )}
      </div>
    );
  const giveBack = button(
    "Give back",
    "undo-2",
    reopenCallback,
    callbackSentence(customer.name, "is open again"),
    "ghost",
  );
  if (claimedBy?.supabaseUserId !== userId)
    return profile?.role === "ADMIN" || profile?.role === "SUPERVISOR" ? (
      <div className="callback-actions">{giveBack}</div>
    ) : null;
  return (
    <div className="callback-actions">
      <CallButton
        supabaseUserId={customer.supabaseUserId}
        userName={customer.name}
        describedBy={nameId}
        label="Call now"
        variant={isNext ? "primary" : "secondary"}
      />
      {button("Done", "check", finishCallback, callbackSentence(customer.name, "is done"))}
      {giveBack}
    </div>
  );
}
