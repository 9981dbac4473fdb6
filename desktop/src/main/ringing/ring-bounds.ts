/** Position and size in device-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const ringSize = { width: 360, height: 160 };

/** Space to the edges of the work area. */
const margin = 16;

/**
 * Returns where the ring window is on a display: at the right edge of its work area, where the
 * notifications of the system are, too. That is below, and on macOS above.
 */
export function ringBounds(workArea: Rectangle, platform: NodeJS.Platform): Rectangle {
  const x = workArea.x + Math.max(0, workArea.width - ringSize.width - margin);
  const bottom = workArea.y + Math.max(0, workArea.height - ringSize.height - margin);
  return { ...ringSize, x, y: platform === "darwin" ? workArea.y + margin : bottom };
}
