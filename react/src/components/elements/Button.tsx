import type { ButtonHTMLAttributes, ReactElement } from "react";
import { Icon } from "../../icons/Icon.tsx";
import type { IconName } from "../../icons/icon-paths.ts";

/**
 * Look of a button. `primary`: the main action. `secondary`: one of several actions. `ghost`: an
 * action within a text or a row. `answer`, `decline` and `danger`: answer, decline or end a call.
 */
export type ButtonVariant = "primary" | "secondary" | "ghost" | "answer" | "decline" | "danger";
/** Size of a button: 32, 40 or 48 px high. */
export type ButtonSize = "small" | "medium" | "large";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: IconName;
}

/** A button. Its accessible name is its text. */
export function Button({
  variant = "secondary",
  size = "medium",
  icon,
  className = "",
  children,
  type = "button",
  ...rest
}: Props): ReactElement {
  return (
    // The type is one of the three, from the caller or the default above.
    // oxlint-disable-next-line react/button-has-type
    <button
      type={type}
      className={`sv-root sv-button sv-button-${variant} sv-button-${size} ${className}`.trim()}
      {...rest}
    >
      {icon === undefined ? null : <Icon name={icon} size={size === "large" ? 20 : 18} />}
      {children}
    </button>
  );
}
