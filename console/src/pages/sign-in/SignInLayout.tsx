import type { ReactElement, ReactNode } from "react";
import { Icon } from "@synapse-voice/react";

/** Frame of all pages for people who are not signed in. */
export function SignInLayout({
  title,
  text,
  children,
}: {
  title: string;
  text?: string;
  children?: ReactNode;
}): ReactElement {
  return (
    <main className="gate">
      <p className="gate-brand">
        <span className="gate-mark">
          <Icon name="phone" size={18} />
        </span>
        Synapse Voice
      </p>
      <section className="gate-card" aria-labelledby="gate-title">
        <h1 id="gate-title" className="sv-title">
          {title}
        </h1>
        {text === undefined ? null : <p className="sv-secondary">{text}</p>}
        {children}
      </section>
    </main>
  );
}
