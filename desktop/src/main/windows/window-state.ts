import { readFileSync, writeFileSync } from "node:fs";
import * as v from "valibot";

const Size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20_000));
const Position = v.pipe(v.number(), v.integer(), v.minValue(-50_000), v.maxValue(50_000));

/** Where a window is on the screen, in device-independent pixels. */
export const Bounds = v.object({ x: Position, y: Position, width: Size, height: Size });
export type Bounds = v.InferOutput<typeof Bounds>;

/** Smallest useful size, and the size at the first start. */
export const smallest = { width: 320, height: 480 };
export const usual = { width: 380, height: 640 };

/**
 * The bounds to open with: the last ones if their top edge can still be reached on some screen,
 * else only a size, and the system places it.
 */
export function fittingBounds(
  last: Bounds | null,
  screens: readonly Bounds[],
): Partial<Bounds> & { width: number; height: number } {
  if (last === null) return usual;
  const size = {
    width: Math.max(last.width, smallest.width),
    height: Math.max(last.height, smallest.height),
  };
  const reachable = screens.some(
    ({ x, y, width, height }) =>
      last.x + size.width > x + 40 &&
      last.x < x + width - 40 &&
      last.y >= y &&
      last.y < y + height - 40,
  );
  return reachable ? { ...size, x: last.x, y: last.y } : size;
}

/** Keeps the bounds in a file; a file that is missing or damaged counts as none. */
export const createBoundsFile = (path: string) => ({
  read(): Bounds | null {
    try {
      const parsed = v.safeParse(Bounds, JSON.parse(readFileSync(path, "utf8")));
      return parsed.success ? parsed.output : null;
    } catch {
      return null;
    }
  },
  write(bounds: Bounds): void {
    writeFileSync(path, JSON.stringify(bounds));
  },
});
export type BoundsFile = ReturnType<typeof createBoundsFile>;
