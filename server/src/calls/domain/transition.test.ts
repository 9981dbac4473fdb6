import { describe, expect, it } from "vitest";
import { callStatuses, legRoles, type CallStatus, type LegRole } from "@synapse-voice/contract";
import { isOver, roleInCall, type Call } from "./call.ts";
import type { Actor, Command } from "./inputs.ts";
import { noMedia, type CallParty, type Leg } from "./leg.ts";
import {
  accept,
  after,
  changed,
  customer,
  noon,
  offerOf,
  party,
  placed,
} from "./testing/example-calls.ts";
import { personCommands, personTable } from "./testing/person-table.ts";
import { transition } from "./transition.ts";

const carl = customer("carl");
const [ada, grace, gus, zoe] = ["ada", "grace", "gus", "zoe"].map((name) => party(name)) as [
  typeof carl,
  typeof carl,
  typeof carl,
  typeof carl,
];
const by = (userId: string, deviceId = "desk"): Actor => ({ userId, deviceId });
const caller = by("carl", "tab");
const later = noon + 8 * 3_600_000;

// A queue call in each status; gus has declined it, ada answered it where anybody did, grace is
// offered it or was.
const queued = after(placed(carl, null), offerOf(gus), { type: "decline", by: by("gus") });
const ringing = after(queued, offerOf(ada, grace));
const talking = after(ringing, accept("ada"));
const calls: Readonly<Record<CallStatus, Call>> = {
  QUEUED: queued,
  RINGING: ringing,
  IN_PROGRESS: talking,
  COMPLETED: after(talking, { type: "hang_up", by: caller }),
  MISSED: changed(transition(ringing, { type: "deadline_passed" }, later)).call,
  DECLINED: after(placed(carl, grace), offerOf(grace), { type: "decline", by: by("grace") }),
  CANCELLED: after(ringing, { type: "cancel", by: caller }),
  FAILED: after(talking, { type: "media_failed" }),
};

const legAs = (role: LegRole, party: CallParty, details: Partial<Leg> = {}): Leg => ({
  id: `${role}'s leg`,
  party,
  role,
  deviceId: "desk",
  leaseUntil: null,
  media: noMedia,
  holdSince: null,
  joinedAt: noon,
  leftAt: null,
  leftReason: null,
  ...details,
});
/** The same call as if an agent on it consulted another one, and a third one listened. */
const withMoreLegs = (call: Call): Call => ({
  ...call,
  legs: [
    ...call.legs,
    legAs("consultant", party("connie")),
    legAs("supervisor", party("susan")),
    legAs("callee", party("pete"), { leftAt: noon, leftReason: "hung_up" }),
  ],
});

const people: Readonly<Record<string, Actor>> = {
  caller,
  "caller's other device": by("carl", "phone"),
  callee: by("ada"),
  "callee's other device": by("ada", "laptop"),
  offered: by("grace"),
  decliner: by("gus"),
  consultant: by("connie"),
  supervisor: by("susan"),
  stranger: by("zoe"),
};
/**
 * The result of a command: the status after a change, `-` for none, else the code of the refusal
 * (`status!code` for both).
 */
function cell(call: Call, command: Command, now = noon): string {
  const outcome = transition(call, command, now);
  if (outcome.kind === "refused") return outcome.refusal.code;
  if (outcome.kind === "unchanged") return "-";
  expect(outcome.call.version).toBe(call.version + 1);
  return outcome.call.status + (outcome.refusal ? `!${outcome.refusal.code}` : "");
}

function personCommand(type: (typeof personCommands)[number], actor: Actor): Command {
  if (type === "accept")
    return { type, by: actor, legId: "a new leg", otherCallId: null, leasesSince: 0 };
  return type === "resume" ? { type, by: actor, otherCallId: null } : { type, by: actor };
}

const serverCommands: readonly Command[] = [
  offerOf(zoe),
  { type: "deadline_passed" },
  { type: "caller_lease_lost", leasesSince: 0 },
  { type: "rejoin_deadline_passed", extraMs: 0 },
  { type: "media_failed" },
  { type: "party_left", party: caller, sessionId: "PA_1", leftIntentionally: false },
  { type: "party_returned", party: caller, sessionId: "PA_1", listed: false },
  { type: "person_removed", userId: "carl" },
  { type: "room_lost" },
  { type: "media_unseen" },
  { type: "turns_over" },
  { type: "withdraw", userId: "grace", outcome: "missed" },
  { type: "wait_over", reason: "no_agent" },
  { type: "callee_taken" },
  { type: "sound_reported", party: caller, trouble: "unheard" },
  { type: "sound_blocked" },
  { type: "announce_recording" },
];
// Columns in the order above, long after every deadline, lease and grace.
const serverTable: Readonly<Record<CallStatus, readonly string[]>> = {
  QUEUED: [
    "RINGING",
    "MISSED",
    "CANCELLED",
    "-",
    "FAILED",
    "QUEUED",
    "QUEUED",
    "CANCELLED",
    "-",
    "-",
    "-",
    "-",
    "MISSED",
    "-",
    "-",
    "-",
    "-",
  ],
  RINGING: [
    "RINGING",
    "MISSED",
    "CANCELLED",
    "-",
    "FAILED",
    "RINGING",
    "RINGING",
    "CANCELLED",
    "-",
    "-",
    "QUEUED",
    "RINGING",
    "-",
    "-",
    "-",
    "-",
    "-",
  ],
  IN_PROGRESS: [
    "-",
    "COMPLETED",
    "-",
    "COMPLETED",
    "FAILED",
    "IN_PROGRESS",
    "IN_PROGRESS",
    "COMPLETED",
    "IN_PROGRESS",
    "-",
    "-",
    "-",
    "-",
    "-",
    "IN_PROGRESS",
    "-",
    "-",
  ],
  COMPLETED: Array(17).fill("-"),
  MISSED: Array(17).fill("-"),
  DECLINED: Array(17).fill("-"),
  CANCELLED: Array(17).fill("-"),
  FAILED: Array(17).fill("-"),
};

describe("every status × command × who", () => {
  it("is in the table, where the person can be what the row says", () => {
    const roles: Record<CallStatus, string[]> = Object.fromEntries(
      callStatuses.map((status) => [
        status,
        personTable.filter((row) => row.status === status).map(({ who }) => who),
      ]),
    ) as never;
    for (const status of callStatuses)
      expect(roles[status]).toEqual(
        expect.arrayContaining(["caller", "consultant", "supervisor", "stranger"]),
      );
    expect(personTable.every(({ expected }) => expected.length === personCommands.length)).toBe(
      true,
    );
    expect(serverCommands).toHaveLength(serverTable.QUEUED.length);
  });

  it.each(personTable)("$status, $who", ({ status, who, expected }) => {
    const call = legRoles.some((role) => role === who && role !== "caller" && role !== "callee")
      ? withMoreLegs(calls[status])
      : calls[status];
    expect(personCommands.map((type) => cell(call, personCommand(type, people[who]!)))).toEqual(
      expected,
    );
  });

  it("knows a person whose leg ended before the call as past, and as what they were after it", () => {
    expect(roleInCall(withMoreLegs(talking), "pete")).toBe("past");
    expect(roleInCall(withMoreLegs(calls.COMPLETED), "pete")).toBe("callee");
  });

  it.each(callStatuses)("%s, by the server", (status) => {
    expect(serverCommands.map((command) => cell(calls[status], command, later))).toEqual(
      serverTable[status],
    );
  });

  it("has an answer to any command, even in states that cannot be", () => {
    const roles = ["caller", "offered", "callee", "past", "stranger", ...legRoles] as const;
    const outcomes = { offered: null, callee: "accepted", past: "missed" } as const;
    for (const status of callStatuses) {
      for (const role of roles) {
        const offers =
          role in outcomes
            ? [
                {
                  id: "o",
                  person: ada,
                  outcome: outcomes[role as keyof typeof outcomes],
                  deviceId: null,
                  offeredAt: 0,
                  expiresAt: 0,
                  endedAt: null,
                  fromQueue: false,
                },
              ]
            : [];
        const legs = calls[status].legs.filter(({ party }) => party.userId !== "ada");
        const leg = legRoles.find((known) => known === role && known !== "caller");
        const call = {
          ...calls[status],
          offers,
          legs: leg ? [...legs, legAs(leg, ada)] : legs,
        };
        for (const type of personCommands)
          expect(() =>
            transition(call, personCommand(type, role === "caller" ? caller : by("ada")), noon),
          ).not.toThrow();
      }
    }
  });

  it("never leaves a terminal status, and never goes on without a deadline", () => {
    const everything = [
      ...serverCommands,
      ...Object.values(people).flatMap((actor) =>
        personCommands.map((type) => personCommand(type, actor)),
      ),
    ];
    const held = after(talking, { type: "hold", by: by("ada") });
    const outcomes = [...Object.values(calls), held].flatMap((call) =>
      everything.flatMap((command) =>
        [noon, later].map((now) => ({ call, outcome: transition(call, command, now) })),
      ),
    );
    const changes = outcomes.flatMap(({ call, outcome }) =>
      outcome.kind === "changed" ? [{ before: call, ...outcome }] : [],
    );
    expect(changes.filter(({ before }) => isOver(before))).toEqual([]);
    expect(changes.filter(({ call }) => isOver(call) !== (call.deadlineAt === null))).toEqual([]);
    expect(
      changes.filter(({ call, effects }) => isOver(call) !== effects.includes("delete_room")),
    ).toEqual([]);
    expect(
      changes.filter(
        ({ call }) => isOver(call) && call.offers.some(({ outcome }) => outcome === null),
      ),
    ).toEqual([]);
    expect(
      changes.filter(
        ({ call }) =>
          call.status !== "IN_PROGRESS" && call.legs.some(({ holdSince }) => holdSince !== null),
      ),
    ).toEqual([]);
    expect(
      changes.filter(({ call }) =>
        call.legs.some(({ leftAt }) => isOver(call) !== (leftAt !== null)),
      ),
    ).toEqual([]);
    expect(changes.length).toBeGreaterThan(50);
  });
});
