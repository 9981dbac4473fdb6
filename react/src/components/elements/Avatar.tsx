import type { ReactElement } from "react";

/** The initials of a name: of its first and last word, at most two. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return ([...first][0] ?? "?").toUpperCase() + ([...last][0] ?? "").toUpperCase();
}

/** A hue of 0–359 made from an id (FNV-1a), so that a person has the same colour everywhere. */
export function hueOf(id: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < id.length; index += 1)
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01_00_01_93);
  return (hash >>> 0) % 360;
}

/** Initials on a person's hue; `pulsing` draws the slow rings of a call that rings. */
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
