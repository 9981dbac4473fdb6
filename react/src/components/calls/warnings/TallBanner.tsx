import type { ReactElement, ReactNode } from "react";
import { Icon } from "../../../icons/Icon.tsx";
import type { IconName } from "../../../icons/icon-paths.ts";

interface TallBannerProps {
  readonly tone: "warning" | "error";
  /** An `alert` is read at once, a `status` after what is being read. */
  readonly role: "alert" | "status";
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string | undefined;
  /** Remedies, below the texts. */
  readonly children?: ReactNode;
}

/** Shows a problem with a call in two lines, and its remedies below them. */
export function TallBanner(props: TallBannerProps): ReactElement {
  const { tone, role, icon, title, detail, children } = props;
  return (
    <div className={`sv-banner sv-banner-${tone} sv-banner-tall`} role={role}>
      <Icon name={icon} size={18} />
      <div className="sv-grow">
        <p className="sv-banner-title">{title}</p>
        <p className="sv-secondary">{detail}</p>
        {children}
      </div>
    </div>
  );
}
