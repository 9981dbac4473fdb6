const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Returns the element of an array that stands for the same call, else the one at the place. */
function matching(before: readonly unknown[], item: unknown, index: number): unknown {
  const idOf = (value: unknown): unknown =>
    isObject(value) && isObject(value["call"]) ? value["call"]["id"] : undefined;
  const id = idOf(item);
  return id === undefined ? before[index] : before.find((other) => idOf(other) === id);
}

/**
 * Returns data that equals `next`, with the objects of `before` wherever they are equal. If all is
 * equal, the result is `before` itself. Works for plain data without circles.
 */
export function shareStructure<T>(before: unknown, next: T): T {
  if (Object.is(before, next)) return next;
  if (!isObject(before) || !isObject(next)) return next;
  if (Array.isArray(before) !== Array.isArray(next)) return next;
  if (Array.isArray(next)) {
    const old = before as unknown as readonly unknown[];
    const items = next.map((item, index) => shareStructure(matching(old, item, index), item));
    const isSame = old.length === items.length && items.every((item, at) => item === old[at]);
    return (isSame ? before : items) as T;
  }
  const names = Object.keys(next);
  const shared = Object.fromEntries(
    names.map((name) => [name, shareStructure(before[name], next[name as keyof T])]),
  );
  const isSame =
    Object.keys(before).length === names.length &&
    names.every((name) => name in before && Object.is(shared[name], before[name]));
  return (isSame ? before : shared) as T;
}
