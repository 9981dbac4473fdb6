import { beforeEach, describe, expect, it } from "vitest";
import { createQueueRounds, type QueueRounds } from "./testing/queue-rounds.ts";

describe("calls to nobody in particular", () => {
  let queue: QueueRounds;
  beforeEach(() => void (queue = createQueueRounds()));

  describe("while nobody is at work", () => {
    it("wait as long as a call by name would ring, and end", async () => {
      await queue.signIn("ada", "away");
      const call = await queue.place("carl");
      await queue.pass(29);
      expect(await queue.state(call)).toBe("QUEUED");
      await queue.pass(1);
      expect(await queue.state(call)).toBe("no_agent");
      expect(queue.effects).toContain("delete_room carl");
    });

    it("count that from when somebody last was: a device that is lost may come back", async () => {
      await queue.signIn("ada");
      queue.agents.onCall.add("ada");
      const call = await queue.place("carl");
      await queue.pass(40, "ada");
      queue.agents.onCall.delete("ada");
      queue.agents.ringing.add("ada");
      await queue.pass(54);
      expect(await queue.state(call)).toBe("QUEUED");
      await queue.pass(1);
      expect(await queue.state(call)).toBe("no_agent");
    });

    it("end at once after that time where the last agent goes away by their own will", async () => {
      await queue.signIn("ada");
      queue.agents.ringing.add("ada");
      const call = await queue.place("carl");
      await queue.pass(31, "ada");
      await queue.signIn("ada", "away");
      await queue.round();
      expect(await queue.state(call)).toBe("no_agent");
    });

    it("do not end while an agent is on a call or has work after it", async () => {
      queue.agents.onCall.add("ada");
      const call = await queue.place("carl");
      await queue.pass(60);
      queue.agents.onCall.delete("ada");
      await queue.agents.callEnded("acme", "ada", queue.clock.now(), queue.clock.now() + 60_000);
      await queue.pass(59, "ada");
      expect(await queue.state(call)).toBe("QUEUED");
      await queue.pass(1, "ada");
      expect(await queue.state(call)).toBe("RINGING ada:rings");
    });

    it("do not end after an outage before the agents had their time to come back", async () => {
      const call = await queue.place("carl");
      queue.leasesSince = queue.clock.now() + 10_000;
      await queue.pass(34);
      expect(await queue.state(call)).toBe("QUEUED");
      await queue.pass(1);
      expect(await queue.state(call)).toBe("no_agent");
    });
  });
});
