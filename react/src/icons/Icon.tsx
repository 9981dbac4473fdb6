import type { ReactElement } from "react";
import { iconPaths, type IconName } from "./icon-paths.ts";

/**
 * One icon, drawn in the colour of the text around it. It is decoration: say what it means in words
 * beside it.
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
