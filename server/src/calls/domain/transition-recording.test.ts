import { describe, expect, it } from "vitest";
import { directionOf, openPause, recordingAtPlacement } from "./recording.ts";
import { snapshotFor } from "./snapshots.ts";
import { accept, after, changed, noon, offerOf, placed } from "./testing/example-calls.ts";
import {
  ada,
  carl,
  codeOf,
  consent,
  done,
  grace,
  hungUp,
  inState,
  pause,
  recordedFrom,
  ringing,
  settings,
  talking,
} from "./testing/recorded-calls.ts";
import type { Call } from "./call.ts";
import { transition } from "./transition.ts";

describe("a call that may be recorded", () => {
  it("is one whose direction is not off", () => {
    expect(ringing("off").recording).toBeNull();
    expect(snapshotFor(ringing("off"), "carl")).not.toHaveProperty("recording");
    const inboundOnly = settings("off", { modes: { inbound: "ask" } });
    const modes = [
      directionOf("PORTAL_CUSTOMER", null),
      directionOf("CRM_USER", "PORTAL_CUSTOMER"),
      directionOf("CRM_USER", "CRM_USER"),
      directionOf("CRM_USER", null),
    ].map((direction) => recordingAtPlacement(inboundOnly, direction, noon)?.mode ?? "off");
    expect(modes).toEqual(["ask", "off", "off", "off"]);
  });

  it("is active at once after a notice, and else only when someone says so", () => {
    expect(recordedFrom(ringing("notice"))).toBe(noon);
    expect(recordedFrom(talking("ask"))).toBeNull();
    expect(recordedFrom(talking("agent"))).toBeNull();
  });

  it("tells both parties before the answer", () => {
    const call = ringing("ask");
    expect(snapshotFor(call, "carl").recording).toMatchObject({
      state: "pending",
      mode: "ask",
      wordingId: "ask-1",
      asksReader: true,
      agreed: null,
    });
    expect(snapshotFor(call, "ada").recording).toMatchObject({ asksReader: false });
  });
});

describe("consent", () => {
  it("of the customer makes the recording active, before the answer and after it", () => {
    expect(recordedFrom(done(ringing("ask"), "carl", consent(true), noon + 5))).toBe(noon + 5);
    expect(recordedFrom(done(talking("ask"), "carl", consent(true), noon + 9))).toBe(noon + 9);
  });

  it("of a customer who is rung counts, too", () => {
    const outbound = ringing("ask", { caller: ada, callee: carl });
    expect(recordedFrom(done(outbound, "carl", consent(true)))).toBe(noon);
    expect(codeOf(outbound, "ada", consent(true))).toBe("consent_not_asked");
  });

  it("is needed of both agents of an internal call", () => {
    const internal = talking("ask", { caller: ada, callee: grace });
    const half = done(internal, "ada", consent(true));
    expect(recordedFrom(half)).toBeNull();
    expect(recordedFrom(done(half, "grace", consent(true)))).toBe(noon);
  });

  it("is needed of the agent who answers another agent's call to the queue", () => {
    const recording = recordingAtPlacement(settings("ask"), "internal", noon);
    const queued = after(placed(ada, null, { recording }), offerOf(grace));
    const agreed = done(queued, "ada", consent(true));
    expect(recordedFrom(agreed)).toBeNull();
    const answered = after(agreed, accept("grace"));
    expect(recordedFrom(answered)).toBeNull();
    expect(recordedFrom(done(answered, "grace", consent(true)))).toBe(noon);
  });

  it("of an agent is no customer's", () => {
    expect(codeOf(talking("ask"), "ada", consent(true))).toBe("consent_not_asked");
  });

  it("is kept as it was given, with the wording and its version", () => {
    const call = done(talking("ask"), "carl", consent(true), noon + 7);
    expect(call.recording?.consents).toMatchObject([
      {
        userId: "carl",
        agreed: true,
        wordingId: "ask-1",
        version: 1,
        language: "en",
        givenAt: noon + 7,
      },
    ]);
    expect(codeOf(call, "carl", consent(true))).toBe("unchanged");
  });

  it.each(["notice-1", "agent-1"] as const)("to the wording %s is none", (wordingId) => {
    expect(codeOf(talking("ask"), "carl", consent(true, wordingId))).toBe("consent_not_asked");
  });

  it("to a notice can be confirmed and not refused, and is not asked elsewhere", () => {
    const noticed = done(talking("notice"), "carl", consent(true, "notice-1"));
    expect(noticed.recording?.consents).toHaveLength(1);
    expect(codeOf(talking("notice"), "carl", consent(false, "notice-1"))).toBe("consent_not_asked");
    expect(codeOf(talking("agent"), "carl", consent(true, "agent-1"))).toBe("consent_not_asked");
    expect(codeOf(talking("off"), "carl", consent(true))).toBe("consent_not_asked");
  });

  it("that is refused leaves the call as it is, until the customer agrees after all", () => {
    const refused = done(talking("ask"), "carl", consent(false));
    expect([refused.status, refused.recording?.state, recordedFrom(refused)]).toEqual([
      "IN_PROGRESS",
      "refused",
      null,
    ]);
    for (const change of [pause(), { action: "start" }, { action: "resume" }] as const)
      expect(codeOf(refused, "ada", change)).toBe("recording_refused");
    const agreed = done(refused, "carl", consent(true), noon + 3);
    expect([agreed.recording?.state, recordedFrom(agreed)]).toEqual(["pending", noon + 3]);
  });

  it("that is taken back pauses the recording, and no agent ends that pause", () => {
    const recorded = inState(done(talking("ask"), "carl", consent(true)), "recording");
    const takenBack = done(recorded, "carl", consent(false), noon + 10);
    expect(takenBack.recording).toMatchObject({ state: "paused", activeFrom: noon });
    expect(codeOf(takenBack, "ada", { action: "resume" })).toBe("recording_refused");
    expect(
      changed(transition(takenBack, { type: "announce_recording" }, noon + 10)).call.recording
        ?.state,
    ).toBe("paused");
    const again = done(takenBack, "carl", consent(true), noon + 20);
    expect(again.recording).toMatchObject({
      state: "recording",
      pauses: [{ startedAt: noon + 10, startedById: "carl", endedAt: noon + 20 }],
    });
  });

  it("that is taken back during an agent's pause keeps it closed, and giving it again does not open it", () => {
    const recorded = inState(done(talking("ask"), "carl", consent(true)), "recording");
    const paused = done(done(recorded, "ada", pause()), "carl", consent(false));
    expect(codeOf(paused, "ada", { action: "resume" })).toBe("recording_refused");
    const agreed = done(paused, "carl", consent(true));
    expect(agreed.recording && openPause(agreed.recording)).toBeDefined();
    expect(done(agreed, "ada", { action: "resume" }).recording?.state).toBe("recording");
  });
});

describe("an agent on the call", () => {
  it("starts the recording where it is theirs to choose", () => {
    const started = done(talking("agent"), "ada", { action: "start" }, noon + 4);
    expect(recordedFrom(started)).toBe(noon + 4);
    expect(codeOf(started, "ada", { action: "start" })).toBe("unchanged");
    expect(codeOf(talking("notice"), "ada", { action: "start" })).toBe("unchanged");
    expect(codeOf(talking("ask"), "ada", { action: "start" })).toBe("recording_not_active");
    expect(codeOf(talking("off"), "ada", { action: "start" })).toBe("recording_not_active");
  });

  it("pauses and resumes it, and repeats do no harm", () => {
    const paused = done(inState(talking("notice"), "recording"), "ada", pause("p"), noon + 1_000);
    expect(paused.recording).toMatchObject({ state: "paused" });
    expect(snapshotFor(paused, "carl").recording).toMatchObject({
      state: "paused",
      pausedSince: new Date(noon + 1_000).toISOString(),
    });
    expect(codeOf(paused, "ada", pause())).toBe("unchanged");
    const resumed = done(paused, "ada", { action: "resume" }, noon + 2_000);
    expect(resumed.recording).toMatchObject({
      state: "recording",
      pauses: [{ id: "p", startedAt: noon + 1_000, endedAt: noon + 2_000, endedById: "ada" }],
    });
    expect(codeOf(resumed, "ada", { action: "resume" })).toBe("unchanged");
  });

  it("pauses it also before it begins, and people are told of that", () => {
    const paused = done(talking("notice"), "ada", pause());
    expect(paused.recording?.state).toBe("pending");
    expect(snapshotFor(paused, "ada").recording?.state).toBe("paused");
    const consented = done(done(talking("ask"), "ada", pause()), "carl", consent(true));
    expect(consented.recording && openPause(consented.recording)).toBeDefined();
  });

  it.each([pause(), { action: "resume" }, { action: "start" }] as const)(
    "is needed for $action: no customer, no stranger, nobody before the answer or after the end",
    (change) => {
      expect(codeOf(talking("agent"), "carl", change)).toBe("forbidden");
      expect(codeOf(talking("agent"), "grace", change)).toBe("call_not_found");
      expect(codeOf(ringing("agent"), "ada", change)).toBe("call_not_answered");
      expect(codeOf(hungUp(talking("notice")), "ada", change)).toBe("call_ended");
    },
  );
});

describe("a pause that nobody ends", () => {
  const paused = (more: object) =>
    done(inState(talking("notice", { more }), "recording"), "ada", pause());
  const announced = (call: Call, now: number) =>
    transition(call, { type: "announce_recording" }, now);

  it("is overdue after the time of the terms, and is warned of once", () => {
    const call = changed(announced(paused({ maxPauseSeconds: 60 }), noon + 59_999)).call;
    expect(announced(call, noon + 59_999).kind).toBe("unchanged");
    const outcome = changed(announced(call, noon + 60_000));
    expect(snapshotFor(outcome.call, "ada").recording?.isPauseOverdue).toBe(true);
    expect(outcome.events.map(({ userId }) => userId)).toEqual(["ada", "carl"]);
    expect(announced(outcome.call, noon + 90_000).kind).toBe("unchanged");
  });

  it("ends by itself only if the terms say so", () => {
    const call = paused({ maxPauseSeconds: 60, autoResume: true });
    const resumed = changed(announced(call, noon + 60_000)).call;
    expect(resumed.recording).toMatchObject({
      state: "recording",
      pauses: [{ endedAt: noon + 60_000, endedById: null }],
    });
  });

  it("ends with the call", () => {
    const over = hungUp(paused({}));
    expect(over.recording?.pauses).toMatchObject([{ endedAt: noon + 60_000, endedById: null }]);
  });
});

describe("the state that the recorder wrote", () => {
  it("is told to all parties, once", () => {
    const outcome = changed(
      transition(inState(talking("notice"), "recording"), { type: "announce_recording" }, noon),
    );
    expect(
      outcome.events.map(({ userId, event }) => [userId, event.call.recording?.state]),
    ).toEqual([
      ["ada", "recording"],
      ["carl", "recording"],
    ]);
    expect(transition(outcome.call, { type: "announce_recording" }, noon).kind).toBe("unchanged");
    expect(transition(talking("off"), { type: "announce_recording" }, noon).kind).toBe("unchanged");
  });
});

describe("a change that a person makes", () => {
  it("tells its state by its own event, unless the recorder's state was not told before", () => {
    const refused = done(talking("ask"), "carl", consent(false));
    expect(transition(refused, { type: "announce_recording" }, noon).kind).toBe("unchanged");
    const untold = done(inState(talking("notice"), "recording"), "carl", consent(true, "notice-1"));
    expect(transition(untold, { type: "announce_recording" }, noon).kind).toBe("changed");
  });
});

describe("the end of a call", () => {
  it("leaves no recording where nothing was recorded", () => {
    const cancelled = after(ringing("notice"), {
      type: "cancel",
      by: { userId: "carl", deviceId: "tab" },
    });
    expect(cancelled.recording).toBeNull();
    expect(hungUp(talking("ask")).recording).toBeNull();
    expect(hungUp(talking("agent")).recording).toBeNull();
  });

  it("keeps one that may have sound, and a refusal", () => {
    expect(hungUp(talking("notice")).recording?.activeFrom).toBe(noon);
    expect(hungUp(done(talking("ask"), "carl", consent(false))).recording?.state).toBe("refused");
    expect(snapshotFor(hungUp(done(talking("ask"), "carl", consent(false))), "carl")).toMatchObject(
      { recording: { asksReader: false, agreed: false } },
    );
  });
});
