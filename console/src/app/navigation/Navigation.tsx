import type { MouseEvent, ReactElement } from "react";
import { Icon, type IconName } from "@synapse-voice/react";
import { fragmentOf, pages, type PageName } from "./use-page.ts";

const icons: Record<PageName, IconName> = {
  Calls: "history",
  Callbacks: "phone-call",
  Customers: "contact-round",
  Team: "users-round",
  Settings: "settings",
};

interface Props {
  readonly page: PageName;
  /** Number of call-backs that no agent has claimed. */
  readonly openCallbacks: number;
  readonly go: (page: PageName) => void;
}

/** Links to the console's pages. */
export function Navigation({ page, openCallbacks, go }: Props): ReactElement {
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
          aria-current={name === page ? "page" : undefined}
          onClick={(event) => follow(event, name)}
        >
          <Icon name={icons[name]} size={20} />
          {name}
          {name === "Callbacks" && openCallbacks > 0 ? <Badge count={openCallbacks} /> : null}
        </a>
      ))}
    </nav>
  );
}

/** Number of open call-backs. Above 99 the exact number is not shown. */
const Badge = ({ count }: { count: number }): ReactElement => (
  <>
    <span className="badge" aria-hidden="true">
      {count > 99 ? "99+" : count}
    </span>
    <span className="sv-visually-hidden">, {count} open</span>
  </>
);
