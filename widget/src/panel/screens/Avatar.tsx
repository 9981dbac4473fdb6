import type { VNode } from "preact";
import { Icon } from "./Icon.tsx";

const initials = (name: string): string => {
  const letters = name.match(/(?<!\S)\S/gu) ?? [];
  return [letters[0], letters.slice(1).at(-1)].join("").toUpperCase();
};

/** Derives a hue from an id (FNV-1a). The agents' screens show a person in the same colour. */
const hueOf = (id: string): number => {
  let hash = 0x81_1c_9d_c5;
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01_00_01_93);
  return (hash >>> 0) % 360;
};

/** Initials of a person, or a telephone if nobody is known yet. `ringing` adds a slow pulse. */
export const Avatar = ({
  person,
  ringing,
}: {
  person: { supabaseUserId: string; name: string } | null;
  ringing?: boolean;
}): VNode => (
  <span
    class={ringing ? "avatar ringing" : "avatar"}
    style={person ? { "--hue": `${hueOf(person.supabaseUserId)}` } : undefined}
    aria-hidden="true"
  >
    {person ? initials(person.name) : <Icon name="phone" />}
  </span>
);
