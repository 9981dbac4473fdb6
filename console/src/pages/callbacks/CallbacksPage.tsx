import { useEffect, useRef, useState, type ReactElement } from "react";
import type { Callback } from "@synapse-voice/contract";
import { EmptyState, Icon, noticeWords, useVoice } from "@synapse-voice/react";
import { FormError } from "../../shared/forms/FormError.tsx";
import { Filter } from "../../shared/Filter.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import type { Profile } from "../../shared/profile.ts";
import { CallbackRow, type SendCommand } from "./CallbackRow.tsx";
import { groupCallbacks } from "./callback-words.ts";
import { useCallbacks, type CallbackFilter, type CallbackProblem } from "./use-callbacks.ts";

interface CallbacksPageProps {
  readonly profile: Profile | null;
  /** Called with the number of open call-backs whenever this page has loaded it. */
  readonly onOpenCount: (count: number) => void;
}

const filters: Readonly<Record<CallbackFilter, string>> = { todo: "To do", done: "Done" };

/**
 * Lists the customers who asked to be called back. Each call-back is a task for one agent of the
 * team.
 */
export function CallbacksPage(props: CallbacksPageProps): ReactElement {
  const [filter, setFilter] = useState<CallbackFilter>("todo");
  return (
    <>
      <Filter label="Which call-backs" options={filters} value={filter} onChange={setFilter} />
      <CallbackList key={filter} filter={filter} {...props} />
    </>
  );
}

function CallbackList({
  filter,
  profile,
  onOpenCount,
}: CallbacksPageProps & { filter: CallbackFilter }): ReactElement {
  const callbacks = useCallbacks(filter);
  const frame = useRef<HTMLDivElement>(null);
  const [lastCommand, setLastCommand] = useState<{
    readonly id: string;
    readonly text: string;
  } | null>(null);
  const sendCommand: SendCommand = async (command, callback, text) => {
    if ((await callbacks.sendCommand(command, callback.id)) !== null)
      setLastCommand({ id: callback.id, text });
  };
  const open =
    filter === "todo" && callbacks.data !== null
      ? callbacks.data.filter(({ status }) => status === "open").length
      : null;
  useEffect(() => {
    if (open !== null) onOpenCount(open);
  }, [open, onOpenCount]);
  // The button that was pressed is gone. Move the focus to the same call-back, or to the list if
  // that is gone, too.
  useEffect(() => {
    if (lastCommand === null || document.activeElement !== document.body) return;
    const rows = frame.current?.querySelectorAll<HTMLElement>("[data-callback]") ?? [];
    const next = [...rows]
      .find((row) => row.dataset["callback"] === lastCommand.id)
      ?.querySelector<HTMLElement>(".callback-actions button:not(:disabled)");
    (next ?? frame.current)?.focus({ preventScroll: !next });
  }, [lastCommand]);
  return (
    <div ref={frame} className="callbacks" role="group" tabIndex={-1} aria-label="Call-backs">
      <Problem problem={callbacks.problem} />
      <p className="sv-visually-hidden" role="status">
        {lastCommand?.text}
      </p>
      <Loaded resource={callbacks} rows={3} label="Loading call-backs">
        {(list) => (
          <Groups
            list={list}
            filter={filter}
            row={{ profile, busy: callbacks.busy, sendCommand }}
          />
        )}
      </Loaded>
    </div>
  );
}

function Groups({
  list,
  filter,
  row,
}: {
  list: readonly Callback[];
  filter: CallbackFilter;
  row: { profile: Profile | null; busy: string | null; sendCommand: SendCommand };
}): ReactElement {
  const { userId } = useVoice();
  if (list.length === 0 && filter === "done")
    return (
      <EmptyState
        icon="check"
        title="Nothing done yet"
        text="Call-backs show here once someone has done them."
      />
    );
  if (list.length === 0)
    return (
      <EmptyState
        icon="phone-call"
        title="No call-backs to do"
        text="Customers can ask for a call-back. Their requests show here, for one of you to claim."
      />
    );
  return (
    <>
      {groupCallbacks(list, userId).map(({ title, callbacks }, group) => (
        <section key={title} aria-label={title}>
          <h2 className="group-title">{title}</h2>
          <ul className="sv-list">
            {callbacks.map((callback, index) => (
              <CallbackRow
                key={callback.id}
                callback={callback}
                isNext={group === 0 && index === 0}
                {...row}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/**
 * Shows why the last command failed. That a colleague was faster is shown as a warning, not as an
 * error.
 */
function Problem({ problem }: { problem: CallbackProblem | null }): ReactElement | null {
  if (problem === null) return null;
  const { title } = noticeWords(problem.code, "agent", problem.name);
  if (problem.code !== "claimed_elsewhere")
    return <FormError code={problem.code} text={() => title} />;
  return (
    <div className="sv-banner sv-banner-warning" role="alert">
      <Icon name="triangle-alert" size={18} />
      <span className="sv-grow">{title}</span>
    </div>
  );
}
