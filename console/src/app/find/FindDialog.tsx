import { useId, useState, type KeyboardEvent, type ReactElement } from "react";
import { toE164 } from "@synapse-voice/contract";
import { Icon, noticeWords, shortName, useCall } from "@synapse-voice/react";
import { CallDialog } from "../../shared/CallDialog.tsx";
import { FoundRow } from "./FoundRow.tsx";
import { useCallPerson } from "./use-call-person.ts";
import { usePeople, type FoundPeople } from "./use-people.ts";

/** Finds someone of the team or a customer, and calls them: by arrow keys and Enter, or a click. */
export function FindDialog({ close }: { close: () => void }): ReactElement {
  const title = useId();
  const list = useId();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const found = usePeople(text);
  const { people } = found;
  const index = Math.min(chosen, Math.max(0, people.length - 1));
  const callPerson = useCallPerson(close);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const person = people[index];
    if (step !== undefined && people.length > 0)
      setChosen((index + step + people.length) % people.length);
    else if (event.key === "Enter" && person !== undefined && !event.nativeEvent.isComposing)
      callPerson(person);
    else return;
    event.preventDefault();
  };
  return (
    <CallDialog labelledBy={title} className="find" close={close}>
      <h2 id={title} className="sv-visually-hidden">
        Find and call someone
      </h2>
      <div className="find-field">
        <Icon name="search" size={18} />
        <input
          type="text"
          role="combobox"
          className="find-input"
          aria-label="Name, email or phone number"
          aria-expanded={people.length > 0}
          aria-controls={list}
          aria-activedescendant={people.length > 0 ? `${list}-${index}` : undefined}
          placeholder="Find and call someone"
          autoComplete="off"
          // The dialog has this one field, and people open it to type.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={list} role="listbox" aria-label="People" className="find-list">
        {people.map((person, position) => (
          <FoundRow
            key={person.userId}
            id={`${list}-${position}`}
            person={person}
            isChosen={position === index}
            choose={() => setChosen(position)}
            call={() => callPerson(person)}
          />
        ))}
      </div>
      <FindStatus found={found} text={text.trim()} />
    </CallDialog>
  );
}

function nobodyWords(text: string): string {
  if (text === "") return "Nobody to call yet";
  return toE164(text) === null
    ? `Nobody's name or email holds “${text}”`
    : "Nobody here has this number";
}

/** Says why nobody is listed, or what a call would do to the call that goes on. */
function FindStatus({ found, text }: { found: FoundPeople; text: string }): ReactElement {
  const { active } = useCall();
  const { people, isSearching, error } = found;
  let status = "";
  if (error !== null) status = noticeWords(error, "agent").title;
  else if (people.length === 0 && !isSearching) status = nobodyWords(text);
  else if (active !== null && people.length > 0)
    status = `${shortName(active.peer?.name) || "This person"} goes on hold when you call`;
  return (
    <p className="find-status sv-secondary" role="status">
      {status}
    </p>
  );
}
