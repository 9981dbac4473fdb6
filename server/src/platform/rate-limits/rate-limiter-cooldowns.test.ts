import { createFakeClock } from "@synapse-voice/platform/testing";
import { me, startCall } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import type { LimitCounter } from "./counters/limit-counter.ts";
import { limitsTimes, type Limits } from "./limits.ts";
import { createMemoryCounter } from "./counters/memory-counter.ts";
import type { TenantMember } from "./rate-limiter.ts";
import {
  anywhere,
  countPassing,
  done,
  limiterWith,
  person,
  requestBy,
} from "./testing/limited-requests.ts";

describe("the rate limiter", () => {
  describe("once somebody has used up a limit", () => {
    const oneCall = { sharedQuota: 1, windowSeconds: 60, localBurst: 0 };
    const callTo = (calleeSupabaseId: unknown) => ({ ...anywhere, body: { calleeSupabaseId } });
    /** Makes a server that handles requests, and counts its reads of directory and counter. */
    const server = (changes: Partial<Limits>) => {
      const shared = createMemoryCounter({ ...limitsTimes(1), ...changes });
      const reads = { directory: 0, counter: 0 };
      const counter: LimitCounter = {
        count: (name, key) => ((reads.counter += 1), shared.count(name, key)),
      };
      const time = createFakeClock();
      const refused: string[] = [];
      const delays: number[] = [];
      const limiter = limiterWith(changes, {
        counter,
        clock: time,
        pause: async (ms) => void delays.push(ms),
        onRefused: (name) => refused.push(name),
      });
      const request = async (
        who: TenantMember,
        endpoint = startCall as typeof startCall | typeof me,
        from = anywhere,
      ): Promise<string> => {
        await limiter.checkUser(endpoint, who.userId, from);
        reads.directory += 1;
        await limiter.checkTenant(who);
        return limiter.run(endpoint, requestBy(who, from), done);
      };
      return { request, reads, refused, delays, time };
    };

    it("refuses a person for that before anything is asked of the database, and for nothing else", async () => {
      const { request, reads, refused } = server({ start_call_person: oneCall });
      expect(await countPassing(2, () => request(person("ada")))).toBe(1);
      const before = { ...reads };
      expect(await countPassing(50, () => request(person("ada")))).toBe(0);
      expect(reads).toEqual(before);
      expect(refused).toEqual(Array.from({ length: 51 }, () => "start_call_person"));
      expect(await countPassing(5, () => request(person("ada"), me))).toBe(5);
      expect(await countPassing(1, () => request(person("grace")))).toBe(1);
    });

    it("refuses those of its tenant who were here before as early, others once they are known, and other tenants not at all", async () => {
      const { request, reads } = server({ start_call_tenant: oneCall });
      await request(person("ada"), me);
      expect(await countPassing(2, () => request(person("grace")))).toBe(1);
      const before = { ...reads };
      expect(await countPassing(20, () => request(person("ada")))).toBe(0);
      expect(reads).toEqual(before);
      expect(await countPassing(20, () => request(person("alan")))).toBe(0);
      expect(reads).toEqual({ directory: before.directory + 20, counter: before.counter });
      expect(await countPassing(1, () => request(person("gina", "globex")))).toBe(1);
    });

    it("refuses calls to an agent whom the tenant has rung too often as early, whatever else is sent in place of one", async () => {
      const { request, reads } = server({ ring_agent: oneCall });
      expect(await countPassing(2, () => request(person("ada"), startCall, callTo("gus")))).toBe(1);
      const before = { ...reads };
      expect(await countPassing(20, () => request(person("ada"), startCall, callTo("GUS")))).toBe(
        0,
      );
      expect(reads).toEqual(before);
      for (const nonsense of [null, 7, {}, ["gus"]])
        expect(
          await countPassing(1, () => request(person("ada"), startCall, callTo(nonsense))),
        ).toBe(1);
    });

    it("answers who asks all the same only after a while, and the first refusal at once", async () => {
      const { request, delays } = server({ start_call_person: oneCall });
      expect(await countPassing(1, () => request(person("ada")))).toBe(1);
      expect(await countPassing(1, () => request(person("ada")))).toBe(0);
      expect(delays).toEqual([]);
      expect(await countPassing(2, () => request(person("ada")))).toBe(0);
      expect(delays).toEqual([250, 250]);
    });

    it("tells the time that is left, and asks again when it is over", async () => {
      const { request, reads, time } = server({ start_call_person: oneCall });
      await request(person("ada"));
      await expect(request(person("ada"))).rejects.toMatchObject({ details: { retryAfter: 60 } });
      time.advance(45_000);
      await expect(request(person("ada"))).rejects.toMatchObject({ details: { retryAfter: 15 } });
      const before = reads.directory;
      time.advance(15_000);
      await request(person("ada")).catch(() => undefined);
      expect(reads.directory).toBe(before + 1);
    });
  });
});
