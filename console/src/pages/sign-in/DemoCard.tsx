import type { ReactElement } from "react";
import { Avatar, shortName } from "@synapse-voice/react";

interface Person {
  readonly name: string;
  readonly email: string;
}

/** Shows a sign-in button for each demo person. */
export function DemoCard({
  people,
  busy,
  choose,
}: {
  people: readonly Person[];
  busy: boolean;
  choose: (person: Person) => void;
}): ReactElement {
  return (
    <div className="demo" role="group" aria-label="Demo people">
      {people.map((person) => (
        <button
          key={person.email}
          type="button"
          className="demo-person sv-focusable"
          disabled={busy}
          onClick={() => choose(person)}
        >
          <Avatar id={person.email} name={person.name} size={32} />
          <span className="sv-row-text">
            <span className="sv-row-name">Sign in as {shortName(person.name)}</span>
            <span className="sv-secondary" aria-hidden="true">
              {person.email}
            </span>
          </span>
        </button>
      ))}
      <p className="demo-or sv-secondary">or with your own account</p>
    </div>
  );
}
