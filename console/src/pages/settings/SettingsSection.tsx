import { useId, type ReactElement, type ReactNode } from "react";

/** A group of settings: its title and purpose at the left, the fields at the right. */
export function SettingsSection({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children: ReactNode;
}): ReactElement {
  const id = useId();
  return (
    <section className="setting" aria-labelledby={id}>
      <div className="setting-text">
        <h2 id={id} className="setting-title">
          {title}
        </h2>
        <p className="sv-secondary">{text}</p>
      </div>
      <div className="setting-fields">{children}</div>
    </section>
  );
}
