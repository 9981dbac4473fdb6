import type { ReactElement } from "react";

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

/** Shows a person's initials on their own colour. `pulsing` draws slow rings around it. */
export function Avatar({
  id,
  name,
  size = 40,
  pulsing = false,
}: {
  id: string;
  name: string;
  size?: number;
  pulsing?: boolean;
}): ReactElement {
  return (
    <span
      className={pulsing ? "sv-avatar sv-avatar-pulsing" : "sv-avatar"}
      style={{
        ["--sv-hue" as string]: String(hueOf(id)),
        ["--sv-avatar-size" as string]: `${size}px`,
      }}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}
