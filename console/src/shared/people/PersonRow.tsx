import { useId, type ReactElement, type ReactNode } from "react";
import { Avatar, CallButton } from "@synapse-voice/react";
import { useSelection, type Person } from "./selection.ts";

/** Shows a person in a list: name, something about them (`children`), and a button to call. */
export function PersonRow({
  person,
  callable = true,
  callLabel = "Call",
  actions,
  children,
}: {
  person: Person;
  callable?: boolean;
  callLabel?: string;
  /** Further controls of the person. */
  actions?: ReactNode;
  children: ReactNode;
}): ReactElement {
  const { person: selected, select } = useSelection();
  const id = useId();
  const isSelected = selected?.userId === person.userId;
  return (
    <li className={isSelected ? "sv-row row row-selected" : "sv-row row"}>
      <button
        type="button"
        className="row-open sv-focusable"
        aria-current={isSelected ? "true" : undefined}
        onClick={() => select(person)}
      >
        <Avatar id={person.userId} name={person.name} size={36} />
        <span className="sv-row-text">
          <span id={id} className="sv-row-name">
            {person.name}
          </span>
          {children}
        </span>
      </button>
      {callable && !isSelected ? (
        <CallButton
          supabaseUserId={person.userId}
          userName={person.name}
          describedBy={id}
          label={callLabel}
          variant="ghost"
          iconOnly
        />
      ) : null}
      {actions}
    </li>
  );
}
