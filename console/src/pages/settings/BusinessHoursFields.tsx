import { useId, type ReactElement } from "react";
import { TextField } from "../../shared/forms/TextField.tsx";
import {
  dayNames,
  nextSpan,
  timeZones,
  usualHours,
  type HoursDraft,
  type HoursProblems,
  type SpanDraft,
} from "./business-hours.ts";
import { SpanFields } from "./SpanFields.tsx";

interface Props {
  readonly hours: HoursDraft | null;
  readonly problems: HoursProblems | undefined;
  readonly change: (hours: HoursDraft | null) => void;
}

/** Fields for the hours at which calls to the team are taken: always, or by weekday. */
export function BusinessHoursFields({ hours, problems, change }: Props): ReactElement {
  const zones = useId();
  const copyToAllDays = (spans: readonly SpanDraft[]): void => {
    if (hours !== null) change({ ...hours, days: hours.days.map(() => spans) });
  };
  const firstOpenDay = hours?.days.findIndex((spans) => spans.length > 0);
  const setDay = (index: number, spans: readonly SpanDraft[]): void => {
    if (hours !== null)
      change({
        ...hours,
        days: hours.days.map((day, position) => (position === index ? spans : day)),
      });
  };
  return (
    <fieldset className="hours">
      <legend className="sv-visually-hidden">Business hours</legend>
      <label className="check">
        <input
          type="checkbox"
          className="sv-focusable"
          checked={hours !== null}
          onChange={(event) => change(event.target.checked ? usualHours() : null)}
        />
        Take calls to the team in business hours only
      </label>
      {hours === null ? null : (
        <>
          <TextField
            label="Time zone"
            list={zones}
            autoComplete="off"
            spellCheck={false}
            problem={problems?.timeZone}
            value={hours.timeZone}
            onChange={(event) => change({ ...hours, timeZone: event.target.value })}
          />
          <datalist id={zones}>
            {timeZones().map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </datalist>
          {dayNames.map((name, index) => (
            <Day
              key={name}
              name={name}
              spans={hours.days[index] ?? []}
              problem={problems?.days[index]}
              change={(spans) => setDay(index, spans)}
              copyToAllDays={copyToAllDays}
              alwaysOffersCopy={index === firstOpenDay}
            />
          ))}
          {problems?.all === undefined ? null : (
            <p className="sv-secondary field-problem" role="alert">
              {problems.all}
            </p>
          )}
        </>
      )}
    </fieldset>
  );
}

interface DayProps {
  readonly name: string;
  readonly spans: readonly SpanDraft[];
  readonly problem: string | undefined;
  readonly change: (spans: readonly SpanDraft[]) => void;
  readonly copyToAllDays: (spans: readonly SpanDraft[]) => void;
  /** False: the button that copies shows with the pointer or the focus. */
  readonly alwaysOffersCopy: boolean;
}

function Day(props: DayProps): ReactElement {
  const { name, spans, problem, change } = props;
  const descriptionId = useId();
  return (
    <div className="hours-day">
      <label className="check">
        <input
          type="checkbox"
          className="sv-focusable"
          checked={spans.length > 0}
          onChange={(event) => change(event.target.checked ? [nextSpan([])] : [])}
        />
        {name}
      </label>
      <div className="hours-spans">
        {spans.length === 0 ? <span className="sv-secondary">Closed</span> : null}
        <SpanFields
          day={name}
          spans={spans}
          invalid={problem !== undefined}
          descriptionId={descriptionId}
          change={change}
        />
        {spans.length === 0 ? null : <CopyHours {...props} />}
        {problem === undefined ? null : (
          <p id={descriptionId} className="sv-secondary field-problem">
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}

function CopyHours({ name, spans, copyToAllDays, alwaysOffersCopy }: DayProps): ReactElement {
  return (
    <button
      type="button"
      className={`text-button sv-focusable ${alwaysOffersCopy ? "" : "hours-copy"}`.trim()}
      onClick={() => copyToAllDays(spans)}
    >
      Copy to all days<span className="sv-visually-hidden">, from {name}</span>
    </button>
  );
}
