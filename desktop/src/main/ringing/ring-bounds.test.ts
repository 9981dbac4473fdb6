import { expect, test } from "vitest";
import { ringBounds } from "./ring-bounds.ts";

const size = { width: 360, height: 160 };

test.each([
  ["linux", { x: 0, y: 0, width: 1920, height: 1040 }, { x: 1544, y: 864 }],
  ["win32", { x: 1920, y: 200, width: 1280, height: 984 }, { x: 2824, y: 1008 }],
  ["darwin", { x: -1440, y: 25, width: 1440, height: 875 }, { x: -376, y: 41 }],
  ["linux", { x: 10, y: 20, width: 320, height: 120 }, { x: 10, y: 20 }],
] as const)("on %s in %j, the ring window is at %j", (platform, workArea, place) => {
  expect(ringBounds(workArea, platform)).toEqual({ ...size, ...place });
});
