/**
 * Shortest time between two presses of the same keys. A key that is held down repeats on X11: for
 * the first time after 660 ms, where nobody changed that, and every 40 ms from then on.
 */
const pressGapMs = 700;

/**
 * Makes a function that tells whether a press of the keys of an action is a repeat of the one
 * before, since the person holds them down.
 */
export function createRepeatGuard<Action>(now: () => number): (action: Action) => boolean {
  const lastPress = new Map<Action, number>();
  return (action) => {
    const before = lastPress.get(action) ?? -Infinity;
    lastPress.set(action, now());
    return now() - before < pressGapMs;
  };
}
