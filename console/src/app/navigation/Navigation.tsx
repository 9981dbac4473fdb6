import type { MouseEvent, ReactElement } from "react";
import { Icon, type IconName } from "@synapse-voice/react";
import { fragmentOf, pages, type PageName } from "./use-page.ts";

const icons: Record<(typeof pages)[number], IconName> = {
  Calls: "history",
  "Call-backs": "phone-call",
  Customers: "contact-round",
  Team: "users-round",
  Settings: "settings",
};

interface Props {
  readonly page: PageName;
  /** Number of call-backs that no agent has claimed. */
  readonly openCallbacks: number;
  /** Number of missed calls that the agent has not seen. */
  readonly missed: number;
  readonly go: (page: PageName) => void;
}

/** Links to the console's pages. */
export function Navigation({ page, openCallbacks, missed, go }: Props): ReactElement {
  const follow = (event: MouseEvent, next: PageName): void => {
    event.preventDefault();
    go(next);
  };
  return (
    <nav className="nav" aria-label="Pages">
      {pages.map((name) => (
        <a
          key={name}
          className="nav-link sv-focusable"
          href={fragmentOf(name)}
          aria-current={name === (page === "Devices" ? "Settings" : page) ? "page" : undefined}
          onClick={(event) => follow(event, name)}
        >
          <Icon name={icons[name]} size={20} />
          {name}
          {name === "Call-backs" ? <Badge count={openCallbacks} word="open" /> : null}
          {name === "Calls" ? <Badge count={missed} word="missed" /> : null}
        </a>
      ))}
    </nav>
  );
}

/** Shows a number, if it is not 0. Above 99 the exact number is not shown. */
const Badge = ({ count, word }: { count: number; word: string }): ReactElement | null =>
  count === 0 ? null : (
    <>
      <span className={`badge badge-${word}`} aria-hidden="true">
        {count > 99 ? "99+" : count}
      </span>
      <span className="sv-visually-hidden">
        , {count} {word}
      </span>
    </>
  );
