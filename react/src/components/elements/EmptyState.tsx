import type { ReactElement, ReactNode } from "react";
import { Icon } from "../../icons/Icon.tsx";
import type { IconName } from "../../icons/icon-paths.ts";
import { CopyDetails } from "./CopyDetails.tsx";

/**
 * Fills an empty place: says what will be here, or what went wrong. Its child is the next step.
 * With an error `code`, a button copies that.
 */
export function EmptyState({
  icon,
  title,
  text,
  code,
  children,
}: {
  icon: IconName;
  title: string;
  text?: string;
  code?: string;
  children?: ReactNode;
}): ReactElement {
  return (
    <div className="sv-empty" role={code === undefined ? undefined : "alert"}>
      <span className="sv-empty-icon">
        <Icon name={icon} size={24} />
      </span>
      <p className="sv-empty-title">{title}</p>
      {text === undefined ? null : <p className="sv-secondary">{text}</p>}
      {children}
      {code === undefined ? null : <CopyDetails code={code} />}
    </div>
  );
}
