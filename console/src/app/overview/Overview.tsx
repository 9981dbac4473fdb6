import { useState, type ReactElement } from "react";
import type { HistoryEntry } from "@synapse-voice/contract";
import { clockTime, useCallClient, useVoice } from "@synapse-voice/react";
import type { PageName } from "../navigation/use-page.ts";
import { useCallsFilter } from "../../pages/calls/use-calls-filter.ts";
import { lazyScreen } from "../../shared/lazy-screen.tsx";
import { useCallHistory } from "../../shared/calls/CallHistory.tsx";
import { CallbacksDue } from "./CallbacksDue.tsx";
import { isFirstDay, loadTicks } from "../first-day/stored-ticks.ts";
import { figuresOfDay, type Figures } from "./figures.ts";
import { LastMissed } from "./LastMissed.tsx";
import { WaitingCallers } from "./WaitingCallers.tsx";

const FirstDay = lazyScreen(async () => (await import("../first-day/FirstDay.tsx")).FirstDay);

/**
 * Shows an agent without a call what there is to do: who waits, which call-backs are due, whom they
 * missed last, and the figures of their day. People are listed beside the calls only: the other
 * pages are lists of people themselves.
 */
export function Overview({ page }: { page: PageName }): ReactElement {
  const history = useCallHistory();
  const [filter] = useCallsFilter();
  // The list itself shows who waits.
  const isTeamsList = page === "Calls" && filter === "team";
  return (
    <section className="overview" aria-label="Overview">
      <Day entries={history.data} />
      <div className="cards">
        <div className="card-column">
          {isTeamsList ? null : <WaitingCallers showsList={page === "Calls"} />}
          {page === "Calls" ? <FirstDayCard /> : null}
        </div>
        {page === "Calls" ? (
          <div className="card-column">
            <CallbacksDue />
            <LastMissed history={history} />
          </div>
        ) : null}
      </div>
    </section>
  );
}

/** Shows the steps of the first day. Their code loads only while there is one to do. */
function FirstDayCard(): ReactElement | null {
  const { userId } = useVoice();
  // Stays once it is shown: the last step has an answer to read.
  const [isOpen] = useState(() => isFirstDay(loadTicks(userId)));
  if (!isOpen) return null;
  return <FirstDay userId={userId} />;
}

/** Shows the figures of the agent's day. Before they are known, it keeps their place. */
function Day({ entries }: { entries: readonly HistoryEntry[] | null }): ReactElement {
  const client = useCallClient();
  const { userId } = useVoice();
  const figures = entries === null ? null : figuresOfDay(entries, userId, client.now());
  return (
    <dl className="figures">
      {linesOf(figures).map(({ label, value }) => (
        <div key={label} className="figure">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const nothing = "–";

const linesOf = (figures: Figures | null): readonly { label: string; value: string }[] => [
  { label: "Answered today", value: figures === null ? nothing : String(figures.answered) },
  { label: "Missed", value: figures === null ? nothing : String(figures.missed) },
  {
    label: "Average wait",
    value:
      figures === null || figures.averageWaitSeconds === null
        ? nothing
        : clockTime(Math.round(figures.averageWaitSeconds)),
  },
  { label: "Time on calls", value: figures === null ? nothing : clockTime(figures.talkSeconds) },
];
