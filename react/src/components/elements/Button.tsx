import type { ButtonHTMLAttributes, ReactElement } from "react";
import { Icon } from "../../icons/Icon.tsx";
import type { IconName } from "../../icons/icon-paths.ts";

/**
 * How a button looks: the main thing to do, one of several, part of a text, or what ends or answers
 * a call.
 */
export type ButtonVariant = "primary" | "secondary" | "ghost" | "answer" | "danger";
/** Height: 32, 40 or 48 px. */
export type ButtonSize = "small" | "medium" | "large";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: IconName;
}

/** A button of ours; its accessible name is its text. */
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
