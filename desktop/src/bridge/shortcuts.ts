import * as v from "valibot";

/** Actions of the shortcuts, in the order of the settings. */
export const shortcutActions = ["answer", "mute", "hangUp"] as const;
export const ShortcutAction = v.picklist(shortcutActions);
export type ShortcutAction = v.InferOutput<typeof ShortcutAction>;

/** Modifiers in the order that accelerators have them. */
export const modifiers = ["CommandOrControl", "Control", "Super", "Alt", "Shift"] as const;
export type Modifier = (typeof modifiers)[number];

const functionKey = /^F(?:[1-9]|1\d|2[0-4])$/u;
const plainKey =
  /^(?:[A-Z]|\d|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert|Delete|num\d)$/u;

/** True for a key of which a shortcut can be made. */
export const isShortcutKey = (key: string): boolean => functionKey.test(key) || plainKey.test(key);

/**
 * True for an accelerator of Electron that may be taken from all other apps: a function key with a
 * modifier, or another key with one more than Shift. Modifiers have one order, so that two equal
 * accelerators are equal texts.
 */
export function isAccelerator(text: string): boolean {
  const parts = text.split("+");
  const key = parts.pop() ?? "";
  const inOrder: readonly string[] = modifiers.filter((modifier) => parts.includes(modifier));
  if (parts.length === 0 || inOrder.join("+") !== parts.join("+")) return false;
  return functionKey.test(key) || (plainKey.test(key) && inOrder.some((one) => one !== "Shift"));
}

/** Keys of one action, as Electron names them; null for none. */
const Accelerator = v.nullable(v.pipe(v.string(), v.maxLength(60), v.check(isAccelerator)));

const fields = { answer: Accelerator, mute: Accelerator, hangUp: Accelerator };

const areDifferent = (shortcuts: { readonly [action in ShortcutAction]: string | null }): boolean =>
  shortcutActions.every((action, index) =>
    shortcutActions
      .slice(index + 1)
      .every((other) => shortcuts[action] === null || shortcuts[action] !== shortcuts[other]),
  );

/** Keys that work while another program has the keyboard. */
export const ShortcutKeys = v.pipe(v.strictObject(fields), v.check(areDifferent));
export type ShortcutKeys = v.InferOutput<typeof ShortcutKeys>;

export const defaultShortcuts: ShortcutKeys = {
  answer: "CommandOrControl+Shift+F8",
  mute: "CommandOrControl+Shift+F9",
  hangUp: "CommandOrControl+Shift+F10",
};

/** The keys in the file. A field that is missing or damaged reads as its default. */
export const StoredShortcutKeys = v.fallback(
  v.pipe(
    v.object({
      answer: v.fallback(fields.answer, defaultShortcuts.answer),
      mute: v.fallback(fields.mute, defaultShortcuts.mute),
      hangUp: v.fallback(fields.hangUp, defaultShortcuts.hangUp),
    }),
    v.check(areDifferent),
  ),
  defaultShortcuts,
);
