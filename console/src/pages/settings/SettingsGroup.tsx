import { useId, type ReactElement, type ReactNode } from "react";

/** A group within a section of the settings: its title, and its fields below. */
export function SettingsGroup({
  title,
  children,
}: {
  title: string;
  children: ReactNode;
}): ReactElement {
  const id = useId();
  return (
    <div className="setting-group" role="group" aria-labelledby={id}>
      <h3 id={id} className="setting-group-title">
        {title}
      </h3>
      {children}
    </div>
  );
}
