import { describe, expect, it } from "vitest";
import { now, type AgentUnderTest } from "./agent-work-cases.ts";

/** One agent of a store, made anew for each case. */
interface AgentWhoSignsOff extends Pick<AgentUnderTest, "renew" | "activity"> {
  signOff(deviceId: string, at: number, leaseUntil?: number): Promise<void>;
}

/** Cases about the order of sign-offs and renewals that every agent store passes. */
export function signOffCases({ renew, activity, signOff }: AgentWhoSignsOff): void {
  describe("a device", () => {
    it("that signed off is not brought back by a renewal from before, but by the next", async () => {
      await renew();
      await signOff("desk", now + 10);
      expect(await renew({ lastSeenAt: now + 9 })).toMatchObject({
        activity: { reachable: false },
        leaseUntil: now + 10,
      });
      expect(await activity(now + 10)).toMatchObject({ reachable: false });
      expect(await renew({ lastSeenAt: now + 11 })).toMatchObject({
        activity: { reachable: true },
      });
    });

    it("whose page may load again can't be reached, but is not lost yet", async () => {
      await renew();
      await signOff("desk", now + 5, now + 5_005);
      expect(await activity(now + 5)).toMatchObject({
        reachable: false,
        wantsCalls: false,
        leaseHeldUntil: now + 5_005,
      });
    });

    it("that signed off before its first renewal arrived stays off", async () => {
      await signOff("desk", now + 1);
      expect(await renew()).toMatchObject({ activity: { reachable: false } });
    });

    it("that was seen since does not sign off by an older word", async () => {
      await renew({ lastSeenAt: now + 10 });
      await signOff("desk", now + 9);
      expect(await activity(now + 10)).toMatchObject({ reachable: true });
    });
  });
}
