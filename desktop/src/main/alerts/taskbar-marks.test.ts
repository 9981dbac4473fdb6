import { expect, it } from "vitest";
import { createTaskbarMarks } from "./taskbar-marks.ts";

it("flashes while a call rings, and shows the number of missed calls until it is 0", () => {
  const marks: unknown[][] = [];
  const mark = createTaskbarMarks({
    flash: (isFlashing) => marks.push(["flash", isFlashing]),
    setBadge: (count) => marks.push(["badge", count]),
  });
  mark({ ringing: false, missed: 0 });
  expect(marks).toEqual([]);
  mark({ ringing: true, missed: 0 });
  mark({ ringing: true, missed: 0 });
  mark({ ringing: false, missed: 1 });
  mark({ ringing: false, missed: 0 });
  expect(marks).toEqual([
    ["flash", true],
    ["flash", false],
    ["badge", 1],
    ["badge", 0],
  ]);
});
