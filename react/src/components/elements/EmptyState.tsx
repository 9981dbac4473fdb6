import type { ReactElement, ReactNode } from "react";
import { Icon } from "../../icons/Icon.tsx";
import type { IconName } from "../../icons/icon-paths.ts";
import { ErrorCode } from "./ErrorCode.tsx";

/**
 * Fills an empty place: says what will be here, or what went wrong (with its error `code`). Its
 * child is the next step.
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
      {code === undefined ? null : <ErrorCode code={code} />}
    </div>
  );
}
