import { describe, expect, it } from "vitest";
import type { AgentPresence } from "../../agent-state.ts";
import type { DeviceRecord, PresenceRenewal } from "../agent-store.ts";

export const now = Date.parse("2026-03-01T10:00:00.000Z");

/** One agent of a store, made anew for each case. */
export interface AgentUnderTest {
  /** Renews the agent's device, with changes of its report. */
  renew(change?: Partial<DeviceRecord>): Promise<PresenceRenewal>;
  activity(at?: number): Promise<AgentPresence | null>;
  callEnded(at: number, wrapUpUntil: number | null): Promise<void>;
  endWrapUp(at: number): Promise<boolean>;
}

/** Cases about idle time and wrap-up that every agent store passes. */
export function agentWorkCases({ renew, activity, callEnded, endWrapUp }: AgentUnderTest): void {
  describe("an agent's work", () => {
    it("is nothing from the moment on that they ask for calls, not again with each renewal", async () => {
      expect(await renew()).toMatchObject({
        wantedCallsBefore: false,
        activity: { idleSince: now },
      });
      expect(await renew({ lastSeenAt: now + 10_000 })).toMatchObject({
        wantedCallsBefore: true,
        activity: { idleSince: now },
      });
      expect(await renew({ deviceId: "laptop", lastSeenAt: now + 11_000 })).toMatchObject({
        wantedCallsBefore: true,
        activity: { idleSince: now },
      });
      expect(await activity()).toMatchObject({ idleSince: now });
    });

    it.each([
      ["back from being away", { wantedState: "away" }],
      ["whose feed is back", { feed: "down" }],
    ] as const)("begins anew for one who is %s", async (_what, change) => {
      await renew();
      expect(await renew({ ...change, lastSeenAt: now + 10_000 })).toMatchObject({
        wantedCallsBefore: true,
        activity: { idleSince: now },
      });
      expect(await renew({ lastSeenAt: now + 20_000 })).toMatchObject({
        wantedCallsBefore: false,
        activity: { idleSince: now + 20_000 },
      });
    });

    it("begins anew for one whose lease was lost", async () => {
      await renew();
      expect(await renew({ lastSeenAt: now + 25_000 })).toMatchObject({
        wantedCallsBefore: false,
        activity: { idleSince: now + 25_000 },
      });
    });

    it("ends with the call where there is none after it", async () => {
      await renew();
      await callEnded(now + 60_000, null);
      expect(await activity()).toMatchObject({ idleSince: now + 60_000, wrapUpUntil: null });
    });

    it("goes on after the call, and they are idle from its end", async () => {
      await callEnded(now, now + 30_000);
      expect(await activity()).toMatchObject({
        idleSince: now + 30_000,
        wrapUpUntil: now + 30_000,
      });
      expect((await renew({ lastSeenAt: now + 10_000 })).activity).toMatchObject({
        idleSince: now + 30_000,
        wrapUpUntil: now + 30_000,
      });
    });

    it("lasts until the later of two ends where two calls left some", async () => {
      await callEnded(now, now + 30_000);
      await callEnded(now + 1, now + 5_000);
      await callEnded(now + 2, null);
      expect(await activity()).toMatchObject({ wrapUpUntil: now + 30_000 });
    });

    it("can be ended by them, once", async () => {
      await callEnded(now, now + 30_000);
      expect(await endWrapUp(now + 10_000)).toBe(true);
      expect(await activity()).toMatchObject({ idleSince: now + 10_000, wrapUpUntil: null });
      expect(await endWrapUp(now + 11_000)).toBe(false);
      expect(await activity()).toMatchObject({ idleSince: now + 10_000 });
    });

    it("that is over by itself can't be ended", async () => {
      await callEnded(now, now + 30_000);
      expect(await endWrapUp(now + 30_000)).toBe(false);
      expect(await activity()).toMatchObject({ idleSince: now + 30_000 });
    });
  });
}
