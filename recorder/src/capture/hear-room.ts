import type { OpenMark } from "../audio/timeline/marks.ts";
import type { Timeline } from "../audio/timeline/timeline.ts";
import { stayInRoom, type StayOptions } from "../rooms/stay-in-room.ts";

/** Writes what a room sounds like into a timeline, with gaps while the recorder hears nothing. */
export function hearRoom(
  timeline: Pick<Timeline, "write" | "addGap">,
  sinceStart: () => number,
  options: Omit<StayOptions, "onFrame" | "onHearing">,
): { leave(): void } {
  const openGap = (): OpenMark =>
    timeline.addGap({
      side: "both",
      fromMs: Math.max(0, sinceStart()),
      reason: "not_connected",
    });
  let gap: OpenMark | null = openGap();
  return stayInRoom({
    ...options,
    onFrame: (source, samples) => timeline.write(source, samples, sinceStart()),
    onHearing(isHearing) {
      gap?.end(sinceStart());
      gap = isHearing ? null : openGap();
    },
  });
}
