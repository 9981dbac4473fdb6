import { useEffect, useRef, type ReactElement } from "react";
import { Avatar, callWithWords, Icon, useCallWith } from "@synapse-voice/react";
import type { FoundPerson } from "./use-people.ts";

/** Shows a person who was found. A click calls, unless they are only invited. */
export function FoundRow({
  id,
  person,
  isChosen,
  choose,
  call,
}: {
  readonly id: string;
  readonly person: FoundPerson;
  readonly isChosen: boolean;
  readonly choose: () => void;
  readonly call: () => void;
}): ReactElement {
  const row = useRef<HTMLDivElement>(null);
  const view = useCallWith(person.userId);
  const isCallable = person.isCallable !== false;
  useEffect(() => {
    // jsdom has no scrolling.
    if (isChosen) row.current?.scrollIntoView?.({ block: "nearest" });
  }, [isChosen]);
  return (
    // The field has the focus, and its keys choose an option.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      ref={row}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-disabled={isCallable ? undefined : true}
      className={isChosen ? "find-row find-row-chosen" : "find-row"}
      onPointerMove={isChosen ? undefined : choose}
      onClick={call}
    >
      <Avatar id={person.userId} name={person.name} size={32} />
      <span className="sv-row-text">
        <span className="sv-row-name">{person.name}</span>
        <span className="sv-secondary find-about">
          {view === null ? person.about : callWithWords(view)}
        </span>
      </span>
      {isChosen && isCallable ? (
        <span className="find-action">
          <Icon name={view?.held === true ? "play" : "phone"} size={16} />
          {view?.held === true ? "Resume" : "Call"}
        </span>
      ) : null}
    </div>
  );
}
