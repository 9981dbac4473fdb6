import type { ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import { maxSpansPerDay, nextSpan, type SpanDraft } from "./business-hours.ts";

interface Props {
  /** The day, for the labels of the fields. */
  readonly day: string;
  readonly spans: readonly SpanDraft[];
  readonly invalid: boolean;
  /** Id of the element that describes the problem. */
  readonly descriptionId: string;
  readonly change: (spans: readonly SpanDraft[]) => void;
}

/** Fields for the open hours of one day: start and end of each span. */
export function SpanFields({ day, spans, invalid, descriptionId, change }: Props): ReactElement {
  const set = (index: number, span: SpanDraft): void =>
    change(spans.map((other, position) => (position === index ? span : other)));
  return (
    <>
      {spans.map((span, index) => (
        // Only its position identifies a span.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="hours-span">
          <TimeField
            label={`${day} from${ordinal(index)}`}
            value={span.from}
            invalid={invalid}
            descriptionId={descriptionId}
            change={(from) => set(index, { ...span, from })}
          />
          <span aria-hidden="true">–</span>
          <TimeField
            label={`${day} to${ordinal(index)}`}
            value={span.to}
            invalid={invalid}
            descriptionId={descriptionId}
            change={(to) => set(index, { ...span, to })}
          />
          {index === 0 ? (
            <Button
              variant="ghost"
              size="small"
              icon="plus"
              aria-label={`Add hours on ${day}`}
              disabled={spans.length >= maxSpansPerDay}
              onClick={() => change([...spans, nextSpan(spans)])}
            />
          ) : (
            <Button
              variant="ghost"
              size="small"
              icon="x"
              aria-label={`Remove these hours on ${day}`}
              onClick={() => change(spans.filter((_one, position) => position !== index))}
            />
          )}
        </div>
      ))}
    </>
  );
}

const ordinal = (index: number): string => (index === 0 ? "" : `, span ${index + 1}`);

function TimeField({
  label,
  value,
  invalid,
  descriptionId,
  change,
}: {
  label: string;
  value: string;
  invalid: boolean;
  descriptionId: string;
  change: (value: string) => void;
}): ReactElement {
  return (
    <input
      type="time"
      className="time-input sv-focusable"
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={invalid ? descriptionId : undefined}
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  );
}
