import { describe, expect, it, vi } from "vitest";
import { createDatabaseClock } from "./clock.ts";
import { createFakeClock } from "./fake-clock.ts";

describe("the clock", () => {
  it("shows the database's time, whatever this machine believes", async () => {
    const ahead = 300_000;
    const clock = createDatabaseClock(async () => Date.now() + ahead);
    await clock.synchronise();
    expect(Math.abs(clock.now() - (Date.now() + ahead))).toBeLessThan(200);
  });

  it("goes on with what it knew while the database can't be asked", async () => {
    const clock = createDatabaseClock(() => Promise.reject(new Error("away")));
    await expect(clock.synchronise()).rejects.toThrow("away");
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(200);
  });

  it("does not move when this machine's time is set", () => {
    const clock = createDatabaseClock(async () => 0);
    const before = clock.now();
    vi.useFakeTimers({ toFake: ["Date"], now: before + 3_600_000 });
    try {
      expect(clock.now() - before).toBeLessThan(200);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("the fake clock", () => {
  it("runs what falls due, in order, and nothing that was taken back", () => {
    const clock = createFakeClock(1_000);
    const ran: string[] = [];
    clock.after(20, () => ran.push(`b at ${clock.now()}`));
    clock.after(10, () => {
      ran.push(`a at ${clock.now()}`);
      clock.after(5, () => ran.push(`again at ${clock.now()}`));
    });
    const takeBack = clock.after(15, () => ran.push("never"));
    takeBack();
    clock.advance(19);
    expect(ran).toEqual(["a at 1010", "again at 1015"]);
    clock.advance(1);
    expect([ran.at(-1), clock.now()]).toEqual(["b at 1020", 1_020]);
  });
});
