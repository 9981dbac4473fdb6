/** Time in ms after the window got the focus in which its keys do nothing. */
export const focusPauseMs = 500;
/** Time in ms after a key of a text in which they do nothing: somebody types in another window. */
export const typingPauseMs = 700;

/** Keys that answer, decline, or press the button that has the focus. */
const callKeys = new Set(["Enter", " ", "Escape"]);

/**
 * Ignores Enter, Space and Esc that were meant for another window: keys that arrive right after the
 * window got the focus, after a key of a text, or while a key is held down. Returns a function that
 * ends this.
 */
export function guardKeysAfterFocus(
  target: Window,
  now: () => number = () => performance.now(),
): () => void {
  let ignoredUntil = now() + focusPauseMs;
  const ignoreFor = (ms: number): void => {
    ignoredUntil = Math.max(ignoredUntil, now() + ms);
  };
  const onKey = (event: KeyboardEvent): void => {
    const isCallKey = callKeys.has(event.key);
    const isIgnored = isCallKey && (event.repeat || now() < ignoredUntil);
    if (isIgnored) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (isIgnored || (!isCallKey && event.key.length === 1)) ignoreFor(typingPauseMs);
  };
  const listeners = new AbortController();
  const options = { capture: true, signal: listeners.signal };
  target.addEventListener("focus", () => ignoreFor(focusPauseMs), options);
  target.addEventListener("keydown", onKey, options);
  return () => listeners.abort();
}
