/** Time in ms without a key after which Enter and Space work. */
export const keyGuardMs = 500;

/** Keys by which a person moves between buttons. */
const movingKeys = new Set(["Tab", "Shift"]);

/**
 * Ignores Enter and Space in an element that has just appeared, for {@link keyGuardMs}, and while
 * the person types on: the keys were meant for what had the focus before. A key that is held down
 * never presses a button. Returns a function that ends the protection.
 */
export function guardAppearingKeys(root: HTMLElement): () => void {
  let quietSince = performance.now();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (movingKeys.has(event.key)) return;
    const now = performance.now();
    const isEarly = now - quietSince < keyGuardMs;
    quietSince = now;
    const isPress = event.key === "Enter" || event.key === " ";
    const isInside = event.target instanceof Node && root.contains(event.target);
    if (isPress && isInside && (isEarly || event.repeat)) event.preventDefault();
  };
  document.addEventListener("keydown", onKeyDown, { capture: true });
  return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
}
