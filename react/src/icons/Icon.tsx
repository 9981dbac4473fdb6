import type { ReactElement } from "react";
import { iconPaths, type IconName } from "./icon-paths.ts";

/**
 * Draws an icon in the colour of the text around it. Screen readers skip it, so its meaning must
 * also stand in a text.
 */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }): ReactElement {
  return (
    <svg
      className="sv-icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}
