import type { MouseEvent, ReactElement } from "react";
import { Icon, type IconName } from "@synapse-voice/react";
import { fragmentOf, pages, type PageName } from "./use-page.ts";

const icons: Record<PageName, IconName> = { Calls: "history", Customers: "contact-round", Team: "users-round", Settings: "settings" };

/** The console's four pages. */
export function Navigation({ page, go }: { page: PageName; go: (page: PageName) => void }): ReactElement {
  const follow = (event: MouseEvent, next: PageName): void => {
    event.preventDefault();
    go(next);
  };
  return (
    <nav className="nav" aria-label="Pages">
      {pages.map((name) => (
        <a key={name} className="nav-link sv-focusable" href={fragmentOf(name)} aria-current={name === page ? "page" : undefined} onClick={(event) => follow(event, name)}>
          <Icon name={icons[name]} size={20} />
          {name}
        </a>
      ))}
    </nav>
  );
}
