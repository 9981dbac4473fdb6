import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { CallEvent, CallSnapshot, SlimCallSnapshot } from "../call.ts";
import {
  CallRecording,
  currentWordings,
  RecordingMode,
  recordingOf,
  recordingWordings,
} from "../call-parts/call-recording.ts";
import { changeSettings } from "../people-endpoints.ts";
import { recordedEventRows } from "../testing/recorded.ts";
import { levelsOf, peaksOf } from "./peaks.ts";
import { giveRecordingConsent } from "./recording-endpoints.ts";

describe("the recording in a snapshot", () => {
  const recording: CallRecording = {
    state: "paused",
    mode: "ask",
    wordingId: "ask-1",
    asksReader: false,
    agreed: true,
    activeFrom: "2026-03-01T10:00:00.000Z",
    pausedSince: "2026-03-01T10:01:00.000Z",
    isPauseOverdue: false,
  };
  const [before] = recordedEventRows().map(({ payload }) => v.parse(CallEvent, payload).call);
  const read = (value: unknown) => v.parse(CallSnapshot, { ...before, recording: value }).recording;

  it("is unchecked for small bundles until it is read", () => {
    const small = v.parse(SlimCallSnapshot, { ...before, recording });
    expect([small.recording, recordingOf(small)]).toEqual([recording, recording]);
    const unknown = v.parse(SlimCallSnapshot, { ...before, recording: { mode: "of_the_future" } });
    expect([recordingOf(unknown), recordingOf(v.parse(SlimCallSnapshot, before))]).toEqual([
      null,
      null,
    ]);
  });

  it("is read, and unknown values of a newer server become known ones", () => {
    expect(read(recording)).toEqual(recording);
    expect(read({ ...recording, state: "of_the_future" })).toEqual({
      ...recording,
      state: "recording",
    });
    expect(read({ ...recording, mode: "of_the_future" })).toBeUndefined();
  });
});

describe("the wordings", () => {
  it("have a current one for each mode", () => {
    for (const mode of RecordingMode.options)
      expect(recordingWordings[currentWordings[mode]].mode).toBe(mode);
  });

  it.each(["en", "de-AT", "zh-Hant-TW"])("are agreed to in %s", (language) => {
    const body = { agreed: true, wordingId: "ask-1", language };
    expect(v.parse(giveRecordingConsent.body, body)).toEqual(body);
  });

  it.each(["", "e", "en_US", "en-", "<b>"])("are not agreed to in %j", (language) => {
    const body = { agreed: true, wordingId: "ask-1", language };
    expect(v.safeParse(giveRecordingConsent.body, body).success).toBe(false);
  });
});

describe("a change of the recording's settings", () => {
  it("has no more than what is given, at every depth", () => {
    const change = { recording: { modes: { inbound: "ask" }, retentionDays: null } };
    expect(v.parse(changeSettings.body, change)).toEqual(change);
  });

  it.each([
    { modes: { inbound: "always" } },
    { modes: { sideways: "ask" } },
    { modes: null },
    { retentionDays: 0 },
    { maxPauseSeconds: 1.5 },
    { watermark: true },
  ])("refuses %j", (recording) => {
    expect(v.safeParse(changeSettings.body, { recording }).success).toBe(false);
  });
});

describe("peaks", () => {
  it("are written as one digit each, and read as loudness", () => {
    const side = peaksOf([0, 63, 43, 99, -1]);
    expect(side).toHaveLength(5);
    expect(levelsOf(side).map((level) => Number(level.toFixed(3)))).toEqual([0, 1, 0.1, 1, 0]);
  });
});
