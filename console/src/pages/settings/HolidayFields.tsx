import { useId, useState, type ReactElement } from "react";
import { maxHolidayName, maxHolidays } from "@synapse-voice/contract";
import { Button } from "@synapse-voice/react";
import { useMovedFocus } from "../../shared/forms/use-moved-focus.ts";
import { nextSpan } from "./business-hours.ts";
import { dayText, newHoliday, type HolidayDraft, type HolidayProblem } from "./holidays.ts";
import { SpanFields } from "./SpanFields.tsx";

interface Props {
  readonly holidays: readonly HolidayDraft[];
  /** By position; undefined for a valid holiday. */
  readonly problems: readonly (HolidayProblem | undefined)[] | undefined;
  readonly change: (holidays: readonly HolidayDraft[]) => void;
}

/** Fields for the days on which other hours count. Those that are over are hidden at first. */
export function HolidayFields({ holidays, problems, change }: Props): ReactElement {
  const titleId = useId();
  const [showsPast, setShowsPast] = useState(false);
  const { list, focusNext } = useMovedFocus();
  const past = holidays.filter(({ isPast }) => isPast).length;
  const remove = (index: number): void => {
    focusNext(".holiday-add");
    change(holidays.filter((_one, position) => position !== index));
  };
  const add = (): void => {
    focusNext(".holiday:last-of-type input");
    change([...holidays, newHoliday]);
  };
  return (
    <div ref={list} className="holidays" role="group" aria-labelledby={titleId}>
      <h3 id={titleId} className="setting-title">
        Holidays
      </h3>
      <p className="sv-secondary">
        Closed all day, or open at other hours. They count in the time zone above.
      </p>
      {past === 0 ? null : (
        <button
          type="button"
          className="text-button sv-focusable"
          aria-expanded={showsPast}
          onClick={() => setShowsPast(!showsPast)}
        >
          {showsPast ? "Hide" : "Show"} {past} past {past === 1 ? "holiday" : "holidays"}
        </button>
      )}
      {holidays.map((holiday, index) => {
        const row = {
          holiday,
          problem: problems?.[index],
          change: (next: HolidayDraft) =>
            change(holidays.map((other, position) => (position === index ? next : other))),
          remove: () => remove(index),
        };
        if (holiday.isPast && !showsPast) return null;
        // The day may be empty or the same as another one, so only the position identifies it.
        // oxlint-disable-next-line react/no-array-index-key
        return holiday.isPast ? <PastRow key={index} {...row} /> : <Row key={index} {...row} />;
      })}
      <Button
        size="small"
        icon="plus"
        className="holiday-add"
        disabled={holidays.length >= maxHolidays}
        onClick={add}
      >
        Add a holiday
      </Button>
      {holidays.length < maxHolidays ? null : (
        <p className="sv-secondary">
          At most {maxHolidays} holidays. Remove past ones to make room.
        </p>
      )}
    </div>
  );
}

interface RowProps {
  readonly holiday: HolidayDraft;
  readonly problem: HolidayProblem | undefined;
  readonly change: (holiday: HolidayDraft) => void;
  readonly remove: () => void;
}

function Row({ holiday, problem, change, remove }: RowProps): ReactElement {
  const descriptionId = useId();
  const { date, name, spans } = holiday;
  const label = name.trim() || "the holiday";
  const problemProps = (field: HolidayProblem["field"]) => ({
    "aria-invalid": problem?.field === field,
    "aria-describedby": problem?.field === field ? descriptionId : undefined,
  });
  return (
    <div className="holiday">
      <input
        type="date"
        className="time-input holiday-date sv-focusable"
        aria-label={`Day of ${label}`}
        {...problemProps("date")}
        value={date}
        onChange={(event) => change({ ...holiday, date: event.target.value })}
      />
      <input
        className="time-input holiday-name sv-focusable"
        aria-label="Name of the holiday"
        placeholder="Christmas Day"
        maxLength={maxHolidayName}
        {...problemProps("name")}
        value={name}
        onChange={(event) => change({ ...holiday, name: event.target.value })}
      />
      <div className="hours-spans">
        {spans.length === 0 ? <span className="sv-secondary">Closed all day</span> : null}
        <SpanFields
          day={label}
          spans={spans}
          invalid={problem?.field === "spans"}
          descriptionId={descriptionId}
          change={(next) => change({ ...holiday, spans: next })}
        />
        <button
          type="button"
          className="text-button sv-focusable"
          onClick={() => change({ ...holiday, spans: spans.length === 0 ? [nextSpan([])] : [] })}
        >
          {spans.length === 0 ? "Set hours" : "Close all day"}
          <span className="sv-visually-hidden">, {label}</span>
        </button>
      </div>
      <RemoveButton label={label} remove={remove} />
      {problem === undefined ? null : (
        <p id={descriptionId} className="sv-secondary field-problem">
          {problem.text}
        </p>
      )}
    </div>
  );
}

function PastRow({ holiday: { date, name }, remove }: RowProps): ReactElement {
  return (
    <div className="holiday holiday-past">
      <time dateTime={date}>{dayText(date)}</time>
      <span className="holiday-name">{name}</span>
      <RemoveButton label={name} remove={remove} />
    </div>
  );
}

function RemoveButton({ label, remove }: { label: string; remove: () => void }): ReactElement {
  return (
    <Button
      variant="ghost"
      size="small"
      icon="x"
      className="holiday-remove"
      aria-label={`Remove ${label}`}
      onClick={remove}
    />
  );
}
