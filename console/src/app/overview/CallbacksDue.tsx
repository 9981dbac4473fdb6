import { useId, type ReactElement } from "react";
import { claimCallback, type Callback } from "@synapse-voice/contract";
import {
  Avatar,
  Button,
  noticeWords,
  useCall,
  useCallClient,
  useVoice,
  type ButtonVariant,
} from "@synapse-voice/react";
import { callbackLine, whenInSentence } from "../../pages/callbacks/callback-words.ts";
import { useCallbacks } from "../../pages/callbacks/use-callbacks.ts";
import { startOfDay } from "../../shared/dates.ts";
import { useSelection } from "../../shared/people/selection.ts";

const maxShown = 4;

/**
 * Lists the call-backs that this agent can do now: their own first, then those that nobody has
 * claimed. A call claims the call-back first.
 */
export function CallbacksDue(): ReactElement {
  const client = useCallClient();
  const { userId } = useVoice();
  const { data, error, busy, problem, sendCommand } = useCallbacks("todo");
  const due = dueFor(data ?? [], userId, client.now());
  const callNow = async ({ id, status, customer }: Callback): Promise<void> => {
    if (status === "open" && (await sendCommand(claimCallback, id)) === null) return;
    await client.call(customer);
  };
  return (
    <section className="card" aria-labelledby="callbacks-title">
      <h2 id="callbacks-title" className="card-title">
        Call-backs due {due.length === 0 ? null : <span className="card-count">{due.length}</span>}
      </h2>
      {problem === null ? null : (
        <p className="card-problem" role="alert">
          {noticeWords(problem.code, "agent", problem.name).title}
        </p>
      )}
      {due.length === 0 ? (
        <p className="card-empty">{emptyWords(data, error, client.now())}</p>
      ) : (
        <ul className="sv-list">
          {due.slice(0, maxShown).map((callback, index) => (
            <DueRow
              key={callback.id}
              callback={callback}
              variant={index === 0 ? "primary" : "secondary"}
              busy={busy === callback.id}
              callNow={() => void callNow(callback)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Returns the agent's own call-backs, then those that nobody has claimed and that are for today. */
function dueFor(callbacks: readonly Callback[], userId: string, now: number): readonly Callback[] {
  const own = callbacks.filter(
    ({ status, claimedBy }) => status === "claimed" && claimedBy?.supabaseUserId === userId,
  );
  return [...own, ...callbacks.filter((one) => one.status === "open" && !isForLater(one, now))];
}

/** Returns true if the customer wants the call on another day. */
const isForLater = ({ preferredAt }: Callback, now: number): boolean =>
  typeof preferredAt === "string" && startOfDay(Date.parse(preferredAt)) > startOfDay(now);

/** Says why no call-back is listed. Nothing, while the list loads. */
function emptyWords(
  callbacks: readonly Callback[] | null,
  error: string | null,
  now: number,
): string {
  if (callbacks === null) return error === null ? "" : "Call-backs can't be shown right now.";
  const [next] = callbacks.filter((one) => one.status === "open" && isForLater(one, now));
  if (typeof next?.preferredAt === "string")
    return `The next one is wanted ${whenInSentence(next.preferredAt, now)}.`;
  return "No customer has asked for a call-back.";
}

function DueRow({
  callback,
  variant,
  busy,
  callNow,
}: {
  callback: Callback;
  variant: ButtonVariant;
  busy: boolean;
  callNow: () => void;
}): ReactElement {
  const client = useCallClient();
  const { userId } = useVoice();
  const { engaged } = useCall();
  const { select } = useSelection();
  const nameId = useId();
  const { supabaseUserId, name } = callback.customer;
  const line = callbackLine(callback, userId, client.now());
  return (
    <li className="sv-row row">
      <button
        type="button"
        className="row-open sv-focusable"
        onClick={() => select({ userId: supabaseUserId, name, type: "PORTAL_CUSTOMER" })}
      >
        <Avatar id={supabaseUserId} name={name} size={36} />
        <span className="sv-row-text">
          <span id={nameId} className="sv-row-name">
            {name}
          </span>
          <span className="sv-secondary sv-numbers">
            {callback.topic === "" ? line : `${line} · ${callback.topic}`}
          </span>
        </span>
      </button>
      <Button
        variant={variant}
        size="small"
        aria-describedby={nameId}
        aria-busy={busy}
        disabled={engaged}
        onClick={callNow}
      >
        Call now
      </Button>
    </li>
  );
}
