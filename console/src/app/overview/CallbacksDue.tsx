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
import { callbackLine } from "../../pages/callbacks/callback-words.ts";
import { useCallbacks } from "../../pages/callbacks/use-callbacks.ts";
import { useSelection } from "../../shared/people/selection.ts";

const maxShown = 4;

/**
 * Lists the call-backs that this agent can do now: their own first, then those that nobody has
 * claimed. A call claims the call-back first.
 */
export function CallbacksDue(): ReactElement {
  const client = useCallClient();
  const { userId } = useVoice();
  const { data, busy, problem, sendCommand } = useCallbacks("todo");
  const due = dueFor(data ?? [], userId);
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
        <p className="card-empty">No customer has asked for a call-back.</p>
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

/** Returns the agent's own call-backs, then those that nobody has claimed. */
function dueFor(callbacks: readonly Callback[], userId: string): readonly Callback[] {
  const own = callbacks.filter(
    ({ status, claimedBy }) => status === "claimed" && claimedBy?.supabaseUserId === userId,
  );
  return [...own, ...callbacks.filter(({ status }) => status === "open")];
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
