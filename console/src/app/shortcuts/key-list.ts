/** A shortcut, as the list of shortcuts shows it. */
export interface Shortcut {
  /** The keys that are pressed together, by the names that keyboards have for them. */
  readonly keys: readonly string[];
  readonly text: string;
}

const isMac = /Mac|iPhone|iPad/u.test(navigator.userAgent);

/** The keys that open the dialog that finds and calls someone. */
export const findKeys: readonly string[] = [isMac ? "⌘" : "Ctrl", "K"];

/** Every shortcut, in the order of the list. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ["Enter"], text: "Answer the call that rings" },
  { keys: ["Esc"], text: "Decline it" },
  { keys: ["M"], text: "Mute or unmute" },
  { keys: ["H"], text: "Hold, or resume" },
  { keys: ["Shift", "Esc"], text: "Hang up" },
  { keys: findKeys, text: "Find and call someone" },
  { keys: ["F6"], text: "Go to the next part of the window" },
  { keys: ["Shift", "F6"], text: "Go to the part before" },
  { keys: ["?"], text: "Show this list" },
];

const inputsWithoutText = new Set([
  "checkbox",
  "radio",
  "button",
  "submit",
  "range",
  "file",
  "color",
]);

/** Returns true if keys that are pressed here are meant as text, or choose from a list. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !inputsWithoutText.has(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable
  );
}
