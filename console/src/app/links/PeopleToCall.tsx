import { useLayoutEffect, useRef, type ReactElement } from "react";
import { Avatar, Button, useClientState, useVoice } from "@synapse-voice/react";
import { useCallPerson } from "../find/use-call-person.ts";
import { callAdvice, icons } from "./call-advice.ts";
import { guardAppearingKeys } from "./guard-appearing-keys.ts";
import type { LinkPerson } from "./link-person.ts";

/** Lists the people who share the number of a link, each with a button. */
export function PeopleToCall({
  people,
  target,
  done,
}: {
  readonly people: readonly LinkPerson[];
  readonly target: string;
  readonly done: () => void;
}): ReactElement {
  const { userId } = useVoice();
  const state = useClientState();
  const callPerson = useCallPerson(done);
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => (list.current === null ? undefined : guardAppearingKeys(list.current)), []);
  return (
    <>
      <p className="sv-secondary">
        {people.length} people have {target}.
      </p>
      <ul ref={list} className="sv-list link-list" aria-label="People">
        {people.map((person) => {
          const { action, text, isPossible } = callAdvice(person, state, userId);
          return (
            <li key={person.userId} className="link-person">
              <Avatar id={person.userId} name={person.name} size={36} />
              <div className="sv-row-text">
                <p className="sv-row-name">{person.name}</p>
                <p className="sv-secondary link-about">{text === "" ? person.about : text}</p>
              </div>
              <Button
                icon={icons[action]}
                aria-label={`${action} ${person.name}`}
                disabled={!isPossible}
                onClick={() => callPerson(person)}
              >
                {action}
              </Button>
            </li>
          );
        })}
      </ul>
      <div className="link-buttons">
        <Button onClick={done}>Cancel</Button>
      </div>
    </>
  );
}
