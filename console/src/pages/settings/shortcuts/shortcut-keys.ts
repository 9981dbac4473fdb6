import {
  isAccelerator,
  isShortcutKey,
  modifiers,
  type Modifier,
} from "@synapse-voice/desktop/bridge";

/** System of the keyboard: keys have other names there. */
export type KeySystem = "mac" | "windows" | "linux";

/** Returns the system that this page runs on. */
export function keySystem(): KeySystem {
  if (/Mac/u.test(navigator.userAgent)) return "mac";
  return /Windows/u.test(navigator.userAgent) ? "windows" : "linux";
}

const names: Readonly<Record<KeySystem, Readonly<Record<Modifier, string>>>> = {
  mac: {
    CommandOrControl: "Cmd",
    Control: "Ctrl",
    Super: "Cmd",
    Alt: "Option",
    Shift: "Shift",
  },
  windows: {
    CommandOrControl: "Ctrl",
    Control: "Ctrl",
    Super: "Windows",
    Alt: "Alt",
    Shift: "Shift",
  },
  linux: {
    CommandOrControl: "Ctrl",
    Control: "Ctrl",
    Super: "Super",
    Alt: "Alt",
    Shift: "Shift",
  },
};

const isModifier = (part: string): part is Modifier =>
  (modifiers as readonly string[]).includes(part);

/** Returns the keys as they are named on the keyboard, such as `Ctrl+Shift+F8`. */
export const keysInWords = (accelerator: string, system: KeySystem): string =>
  accelerator
    .split("+")
    .map((part) => {
      if (isModifier(part)) return names[system][part];
      return part.replace(/^num(?=\d)/u, "Num ").replace(/^Page/u, "Page ");
    })
    .join("+");

/** The part of a keyboard event that an accelerator is made of. */
type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Returns the accelerator of the keys that were pressed, or null if they can be none. */
export function acceleratorOf(press: Press, system: KeySystem): string | null {
  const isMac = system === "mac";
  const held: Readonly<Record<Modifier, boolean>> = {
    CommandOrControl: isMac ? press.metaKey : press.ctrlKey,
    Control: isMac && press.ctrlKey,
    Super: !isMac && press.metaKey,
    Alt: press.altKey,
    Shift: press.shiftKey,
  };
  const accelerator = [...modifiers.filter((one) => held[one]), keyName(press)].join("+");
  return isAccelerator(accelerator) ? accelerator : null;
}

/** Returns Electron's name of a key. With modifiers, `key` may be a sign of its own: Option+Q is œ. */
function keyName({ key, code }: Press): string {
  if (/^[a-z]$/iu.test(key)) return key.toUpperCase();
  const [, place = ""] = /^(?:Key|Digit)([A-Z\d])$/u.exec(code) ?? [];
  if (place !== "") return place;
  if (/^\d$/u.test(key)) return code.startsWith("Numpad") ? `num${key}` : key;
  const name = key === " " ? "Space" : key.replace(/^Arrow/u, "");
  return isShortcutKey(name) ? name : "";
}
