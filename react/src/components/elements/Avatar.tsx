import type { ReactElement, ReactNode } from "react";
import { Icon } from "../../icons/Icon.tsx";

/** Returns the initials of the first and the last word of a name, at most two. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return ([...first][0] ?? "?").toUpperCase() + ([...last][0] ?? "").toUpperCase();
}

/** Returns a hue of 0–359 for an id (FNV-1a hash). A person has the same colour everywhere. */
export function hueOf(id: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < id.length; index += 1)
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01_00_01_93);
  return (hash >>> 0) % 360;
}

interface LookProps {
  readonly size?: number;
  readonly pulsing?: boolean;
}

/** Shows a person's initials on their own colour. `pulsing` draws slow rings around it. */
export const Avatar = ({
  id,
  name,
  ...look
}: LookProps & { readonly id: string; readonly name: string }): ReactElement => (
  <Circle hue={hueOf(id)} {...look}>
    {initials(name)}
  </Circle>
);

/** Shows a telephone where no person is known yet, as while a call to the team waits. */
export const PhoneAvatar = (look: LookProps): ReactElement => (
  <Circle hue={hueOf("team")} {...look}>
    <Icon name="phone" size={24} />
  </Circle>
);

function Circle({
  hue,
  size = 40,
  pulsing = false,
  children,
}: LookProps & { readonly hue: number; readonly children: ReactNode }): ReactElement {
  return (
    <span
      className={pulsing ? "sv-avatar sv-avatar-pulsing" : "sv-avatar"}
      style={{
        ["--sv-hue" as string]: String(hue),
        ["--sv-avatar-size" as string]: `${size}px`,
      }}
      aria-hidden="true"
    >
      {children}
    </span>
  );
}
