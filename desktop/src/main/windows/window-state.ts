import { readFileSync, writeFileSync } from "node:fs";
import * as v from "valibot";

const Size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20_000));
const Position = v.pipe(v.number(), v.integer(), v.minValue(-50_000), v.maxValue(50_000));

/** Position and size of a window, in device-independent pixels. */
export const Bounds = v.object({ x: Position, y: Position, width: Size, height: Size });
export type Bounds = v.InferOutput<typeof Bounds>;

export const minSize = { width: 320, height: 480 };
/** Size at the first start. */
export const defaultSize = { width: 380, height: 640 };

/** Part of the window's top edge that must be on a screen, so that a person can drag the window. */
const gripPixels = 40;

/**
 * Returns the bounds to open with: the last ones if their top edge is on a screen, otherwise only a
 * size. Then the system chooses the position.
 */
export function fittingBounds(
  last: Bounds | null,
  screens: readonly Bounds[],
): Partial<Bounds> & { width: number; height: number } {
  if (last === null) return defaultSize;
  const size = {
    width: Math.max(last.width, minSize.width),
    height: Math.max(last.height, minSize.height),
  };
  const reachable = screens.some(
    ({ x, y, width, height }) =>
      last.x + size.width > x + gripPixels &&
      last.x < x + width - gripPixels &&
      last.y >= y &&
      last.y < y + height - gripPixels,
  );
  return reachable ? { ...size, x: last.x, y: last.y } : size;
}

/**
 * Stores the bounds in a file, if it can be written. A missing or damaged file reads as null. It
 * never throws: a window whose listener of `close` fails closes for good.
 */
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
    try {
      writeFileSync(path, JSON.stringify(bounds));
    } catch {
      // The disk is full, or the folder can't be written. The last bounds stay.
    }
  },
});
export type BoundsFile = ReturnType<typeof createBoundsFile>;
