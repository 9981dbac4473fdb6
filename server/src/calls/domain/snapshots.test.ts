import type { CustomersSee } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import type { Call } from "./call.ts";
import { eventsBetween } from "./events.ts";
import type { Command } from "./inputs.ts";
import { noMedia, type Leg } from "./leg.ts";
import { snapshotFor } from "./snapshots.ts";
import {
  accept,
  after,
  changed,
  customer,
  exampleTerms,
  noon,
  offerOf,
  party,
  placed,
} from "./testing/example-calls.ts";
import { transition } from "./transition.ts";

const [carl, ada, grace, susan] = [customer("carl"), party("ada"), party("grace"), party("susan")];
const held = after(placed(carl, null), offerOf(ada, grace), accept("ada"), {
  type: "hold",
  by: { userId: "ada", deviceId: "desk" },
});
const listener: Leg = {
  id: "supervisor's leg",
  party: susan,
  role: "supervisor",
  deviceId: "desk",
  leaseUntil: null,
  media: noMedia,
  holdSince: null,
  joinedAt: noon,
  leftAt: null,
  leftReason: null,
};
const supervised: Call = { ...held, legs: [...held.legs, listener] };
const legsOf = (call: Call, userId: string) =>
  snapshotFor(call, userId).legs?.map(({ role, party: { supabaseUserId }, holdSince }) =>
    [role, supabaseUserId, holdSince !== null ? "holds" : ""].join(" ").trim(),
  );

describe("the legs in a snapshot", () => {
  it("are all that agents of the call may read", () => {
    for (const reader of ["ada", "grace", "susan"])
      expect(legsOf(supervised, reader)).toEqual([
        "caller carl",
        "callee ada holds",
        "supervisor susan",
      ]);
  });

  it("tell a customer neither who listens nor since when an agent holds", () => {
    expect(legsOf(supervised, "carl")).toEqual(["caller carl", "callee ada"]);
    expect(snapshotFor(supervised, "carl").heldByPeer).toBe("music");
    expect(JSON.stringify(snapshotFor(supervised, "carl"))).not.toContain("susan");
  });

  it("tell nobody of devices, sessions or leases, but of one's own device", () => {
    const { legs = [] } = snapshotFor(supervised, "ada");
    expect(Object.keys(legs[0] ?? {})).toEqual([
      "id",
      "role",
      "party",
      "joinedAt",
      "holdSince",
      "leftAt",
      "leftReason",
    ]);
  });

  it("have the times of the call: the answer for both, and its end", () => {
    const over = after(held, { type: "hang_up", by: { userId: "carl", deviceId: "tab" } });
    const { answeredAt, endedAt, legs } = snapshotFor(over, "carl");
    expect(legs).toMatchObject(
      ["caller", "callee"].map((role) => ({
        role,
        joinedAt: answeredAt,
        leftAt: endedAt,
        leftReason: "hung_up",
      })),
    );
    expect(snapshotFor(placed(carl, ada), "carl").legs).toMatchObject(
      ["caller", "callee"].map((role) => ({
        role,
        joinedAt: null,
        leftAt: null,
        leftReason: null,
      })),
    );
  });
});

describe("the names in a snapshot", () => {
  const mary = party("mary", { name: "Mary Ann Agent", firstName: "Mary Ann" });
  const talk = (customersSee: CustomersSee, agent = mary) =>
    after(
      placed(carl, null, { terms: { ...exampleTerms, customersSee } }),
      offerOf(agent),
      accept("mary"),
    );
  const seen = (call: Call, userId: string, today?: CustomersSee) => {
    const { callee, legs } = snapshotFor(call, userId, today);
    expect(legs?.find(({ role }) => role === "callee")?.party.name).toBe(callee?.name);
    return callee?.name;
  };

  it("are, for customers, what the terms of the call show of agents", () => {
    expect(seen(talk("first_name"), "carl")).toBe("Mary Ann");
    expect(seen(talk("full_name"), "carl")).toBe("Mary Ann Agent");
    expect(seen(talk("full_name_and_email"), "carl")).toBe("Mary Ann Agent");
    expect(seen(talk("first_name"), "mary")).toBe("Mary Ann Agent");
  });

  it("are no more than the tenant shows today, and no less for agents", () => {
    expect(seen(talk("full_name"), "carl", "first_name")).toBe("Mary Ann");
    expect(seen(talk("first_name"), "carl", "full_name")).toBe("Mary Ann");
    expect(seen(talk("full_name"), "mary", "first_name")).toBe("Mary Ann Agent");
  });

  it("are cut to a word where an older server has stored no first name", () => {
    expect(seen(talk("first_name", party("mary", { name: "Mary Agent" })), "carl")).toBe("Mary");
  });

  it("are those of customers in full, also for themselves", () => {
    const call = placed(carl, mary);
    expect(snapshotFor(call, "carl").caller.name).toBe("carl Test");
    expect(snapshotFor(call, "mary").caller.name).toBe("carl Test");
  });

  it("tell somebody who is not in the call no more than a customer", () => {
    expect(seen(talk("first_name"), "stranger")).toBe("Mary Ann");
  });
});

describe("the presence of others in a snapshot", () => {
  const answered = after(placed(carl, null), offerOf(ada), accept("ada"));
  const joins = (userId: string, deviceId: string): Command => ({
    type: "party_returned",
    party: { userId, deviceId },
    sessionId: `PA_${userId}`,
    listed: false,
  });
  const leaves: Command = {
    type: "party_left",
    party: { userId: "carl", deviceId: "tab" },
    sessionId: "PA_carl",
    leftIntentionally: false,
  };
  const adaIsThere = after(answered, joins("ada", "desk"));
  const together = after(adaIsThere, joins("carl", "tab"));
  const awaited = (call: Call) =>
    ["ada", "carl"].map((userId) => {
      const until = snapshotFor(call, userId).peerAwaitedUntil;
      return typeof until === "string" ? Date.parse(until) - noon : until;
    });

  it("is that of the room, where a party is whether or not it has a microphone", () => {
    expect(awaited(placed(carl, ada))).toEqual([undefined, undefined]);
    expect(awaited(answered)).toEqual([20_000, 20_000]);
    expect(awaited(adaIsThere)).toEqual([20_000, null]);
    expect(awaited(together)).toEqual([null, null]);
  });

  it("ends when a party leaves, moves to another device, or the room is lost", () => {
    expect(awaited(after(together, leaves))).toEqual([20_000, null]);
    const by = { userId: "ada", deviceId: "laptop" };
    expect(awaited(after(together, { type: "continue", by }))).toEqual([null, 20_000]);
    expect(awaited(after(together, { type: "room_lost" }))).toEqual([20_000, 20_000]);
    expect(awaited(after(together, { type: "hang_up", by }))).toEqual([undefined, undefined]);
  });

  it("is believed while nobody can look into the room", () => {
    const unseen = after(together, { type: "media_unseen" });
    expect(awaited(unseen)).toEqual([300_000, 300_000]);
    expect(awaited(after(unseen, leaves))).toEqual([20_000, 300_000]);
  });

  it("is that of the caller and the callee, whoever listens", () => {
    const media = { ...noMedia, rejoinDeadline: noon, leftPageAt: noon };
    const call = { ...together, legs: [...together.legs, { ...listener, media }] };
    expect(awaited(call)).toEqual([null, null]);
    expect(snapshotFor(call, "carl").peerLeftPageAt).toBeUndefined();
    expect(snapshotFor(call, "susan").peerAwaitedUntil).toBeNull();
    expect(snapshotFor(after(call, leaves), "susan").peerAwaitedUntil).not.toBeNull();
  });

  it("takes no more than four events for each party of a plain call, on average", () => {
    const by = { userId: "ada", deviceId: "desk" };
    const plain: Command[] = [
      offerOf(ada),
      joins("carl", "tab"),
      accept("ada"),
      joins("ada", "desk"),
      { type: "hang_up", by },
    ];
    for (const [call, count] of [
      [placed(carl, ada), 7],
      [placed(carl, null), 8],
    ] as const) {
      let current = call;
      const events = [...eventsBetween(null, call)];
      // A call by name is placed and rings in one event.
      if (call.requestedCalleeId !== null) events.pop();
      for (const command of plain) {
        const outcome = changed(transition(current, command, noon));
        events.push(...outcome.events);
        current = outcome.call;
      }
      expect(events).toHaveLength(count);
    }
  });
});
