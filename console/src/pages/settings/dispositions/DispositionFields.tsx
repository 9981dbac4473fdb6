import { useId, type ReactElement } from "react";
import { maxDispositionLabel, maxDispositions } from "@synapse-voice/contract";
import { Button } from "@synapse-voice/react";
import { useMovedFocus } from "../../../shared/forms/use-moved-focus.ts";
import { moved, withNew, type DispositionDraft } from "./disposition-drafts.ts";

interface Props {
  readonly dispositions: readonly DispositionDraft[];
  /** By position; undefined for a valid one. */
  readonly problems: readonly (string | undefined)[] | undefined;
  readonly change: (dispositions: readonly DispositionDraft[]) => void;
}

/** Fields for the outcomes that agents can choose, in the order in which they see them. */
export function DispositionFields({ dispositions, problems, change }: Props): ReactElement {
  const { list, focusNext } = useMovedFocus();
  const add = (): void => {
    focusNext(".outcome:last-of-type input");
    change(withNew(dispositions));
  };
  const move = (index: number, by: -1 | 1): void => {
    const place = index + by;
    const usual = by === 1 ? "down" : "up";
    // At the ends of the list, the pressed button is off.
    const button = place === 0 ? "down" : place === dispositions.length - 1 ? "up" : usual;
    focusNext(`.outcome:nth-of-type(${place + 1}) .outcome-${button}`);
    change(moved(dispositions, index, by));
  };
  return (
    <div ref={list} className="outcomes" role="group" aria-label="Outcomes">
      {dispositions.length === 0 ? (
        <p className="sv-secondary">Agents write notes only, until you add an outcome.</p>
      ) : null}
      {dispositions.map((one, index) => (
        <Row
          key={one.id}
          label={one.label}
          problem={problems?.[index]}
          isFirst={index === 0}
          isLast={index === dispositions.length - 1}
          change={(label) =>
            change(dispositions.map((other) => (other.id === one.id ? { ...other, label } : other)))
          }
          move={(by) => move(index, by)}
          remove={() => {
            focusNext(".outcome-add");
            change(dispositions.filter(({ id }) => id !== one.id));
          }}
        />
      ))}
      <Button
        size="small"
        icon="plus"
        className="outcome-add"
        disabled={dispositions.length >= maxDispositions}
        onClick={add}
      >
        Add an outcome
      </Button>
      <p className="sv-secondary">
        {dispositions.length < maxDispositions
          ? "Calls keep an outcome that you remove."
          : `At most ${maxDispositions} outcomes. Calls keep those that you remove.`}
      </p>
    </div>
  );
}

interface RowProps {
  readonly label: string;
  readonly problem: string | undefined;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly change: (label: string) => void;
  readonly move: (by: -1 | 1) => void;
  readonly remove: () => void;
}

function Row({ label, problem, isFirst, isLast, change, move, remove }: RowProps): ReactElement {
  const problemId = useId();
  const name = label.trim() || "the outcome";
  return (
    <div className="outcome">
      <input
        className="time-input sv-focusable"
        aria-label="Name of the outcome"
        placeholder="Solved"
        maxLength={maxDispositionLabel}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : problemId}
        value={label}
        onChange={(event) => change(event.target.value)}
      />
      <Button
        variant="ghost"
        size="small"
        icon="chevron-up"
        className="outcome-up"
        aria-label={`Move ${name} up`}
        disabled={isFirst}
        onClick={() => move(-1)}
      />
      <Button
        variant="ghost"
        size="small"
        icon="chevron-down"
        className="outcome-down"
        aria-label={`Move ${name} down`}
        disabled={isLast}
        onClick={() => move(1)}
      />
      <Button
        variant="ghost"
        size="small"
        icon="x"
        aria-label={`Remove ${name}`}
        onClick={remove}
      />
      {problem === undefined ? null : (
        <p id={problemId} className="sv-secondary field-problem">
          {problem}
        </p>
      )}
    </div>
  );
}
