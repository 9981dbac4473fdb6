import { randomUUID } from "node:crypto";
import { RecordingSettings } from "@synapse-voice/contract";
import * as v from "valibot";
import { expect, it } from "vitest";
import { eventsBetween } from "../../domain/events.ts";
import type { RecordingChange } from "../../domain/inputs.ts";
import { recordingAtPlacement } from "../../domain/recording.ts";
import { accept, changed, noon, placed } from "../../domain/testing/example-calls.ts";
import { transition } from "../../domain/transition.ts";
import { AlreadyCalling, PartyBusy, RoomTaken, type Engagements } from "../call-store.ts";
import type { GivenCalls } from "./given-calls.ts";

/** Cases for the writes of every call store, and those that it refuses. */
export function callWriteCases(given: GivenCalls): void {
  it("gives back what it was given, through every status", async () => {
    const ringing = await given.ring(given.carl, given.ada, given.ada);
    expect(await given.found(ringing)).toEqual(ringing);
    const answered = await given.apply(ringing, accept(given.ada.userId), noon + 1_000);
    expect(await given.found(ringing)).toEqual(answered);
    const over = await given.apply(
      answered,
      { type: "hang_up", by: { userId: given.carl.userId, deviceId: "tab" } },
      noon + 5_500,
    );
    expect(await given.found(ringing)).toEqual(over);
  });

  it("keeps a recording with its consents and pauses, and deletes it where nothing was recorded", async () => {
    const settings = v.parse(RecordingSettings, { modes: { inbound: "ask" } });
    const recording = recordingAtPlacement(settings, "inbound", noon);
    const record = (by: string, change: RecordingChange) =>
      ({ type: "record", by: { userId: by, deviceId: "tab" }, change }) as const;
    const consent = (agreed: boolean) =>
      record(given.carl.userId, {
        action: "consent",
        consentId: randomUUID(),
        agreed,
        wordingId: "ask-1",
        language: "en",
      });
    const hangUp = { type: "hang_up", by: { userId: given.carl.userId, deviceId: "tab" } } as const;
    const ringing = await given.place(recording);
    expect(await given.found(ringing)).toEqual(ringing);
    let call = await given.apply(ringing, consent(false));
    call = await given.apply(call, accept(given.ada.userId));
    expect((await given.found(call))?.recording?.state).toBe("refused");
    call = await given.apply(call, consent(true), noon + 1_000);
    for (const [index, change] of (
      [
        { action: "pause", pauseId: randomUUID() },
        { action: "resume" },
        { action: "pause", pauseId: randomUUID() },
      ] as const
    ).entries())
      call = await given.apply(call, record(given.ada.userId, change), noon + 2_000 + index);
    expect(await given.found(call)).toEqual(call);
    call = await given.apply(call, hangUp, noon + 5_000);
    expect(await given.found(call)).toEqual(call);
    expect(call.recording).toMatchObject({
      activeFrom: noon + 1_000,
      pauses: [{ endedAt: noon + 2_001 }, { endedAt: noon + 5_000, endedById: null }],
      consents: [{ agreed: false }, { agreed: true }],
    });
    const unrecorded = await given.place(recording);
    const over = await given.apply(unrecorded, hangUp);
    expect(over.recording).toBeNull();
    expect(await given.found(unrecorded)).toEqual(over);
  });

  it("keeps a queue call with its many offers", async () => {
    const ringing = await given.ring(given.carl, null, given.ada, given.grace);
    const answered = await given.apply(ringing, accept(given.grace.userId));
    expect(
      (await given.found(ringing))?.offers
        .map(({ person, outcome }) => [person.userId, outcome])
        .toSorted(),
    ).toEqual(
      [
        [given.ada.userId, "answered_elsewhere"],
        [given.grace.userId, "accepted"],
      ].toSorted(),
    );
    expect((await given.found(answered))?.legs.at(-1)?.party.userId).toBe(given.grace.userId);
  });

  it("refuses a change of a version that is no longer", async () => {
    const ringing = await given.ring(given.carl, given.ada, given.ada);
    await given.apply(ringing, accept(given.ada.userId));
    const late = changed(
      transition(
        ringing,
        { type: "cancel", by: { userId: given.carl.userId, deviceId: "tab" } },
        noon,
      ),
    );
    expect(await given.within((calls) => calls.save(ringing, late.call, late.events, noon))).toBe(
      false,
    );
    expect((await given.found(ringing))?.status).toBe("IN_PROGRESS");
  });

  it("keeps nothing of a unit of work that fails", async () => {
    const call = placed(given.carl, given.ada, { tenantId: given.tenantId });
    await expect(
      given.within(async (calls) => {
        await calls.insert(call, eventsBetween(null, call), noon);
        throw new Error("half-way");
      }),
    ).rejects.toThrow("half-way");
    expect(await given.found(call)).toBeNull();
    expect(await given.store.reads(given.tenantId).lastEvent(given.carl.userId)).toEqual({
      cursor: "0",
      writtenAt: null,
    });
  });

  it("lets a person have one live outgoing call", async () => {
    const first = await given.ring(given.carl, given.ada, given.ada);
    await expect(given.ring(given.carl, given.grace, given.grace)).rejects.toThrow(AlreadyCalling);
    expect(await given.store.reads(given.tenantId).engagementsOf(given.carl.userId)).toEqual({
      outgoing: first.id,
      placing: first.id,
      connected: null,
      ringing: [],
    });
    await given.apply(first, {
      type: "cancel",
      by: { userId: given.carl.userId, deviceId: "tab" },
    });
    expect((await given.ring(given.carl, given.grace, given.grace)).status).toBe("RINGING");
  });

  it("has one call a room", async () => {
    const second = placed(given.grace, given.ada, {
      tenantId: given.tenantId,
      roomName: (await given.ring(given.carl, given.ada, given.ada)).roomName,
    });
    await expect(given.within((calls) => calls.insert(second, [], noon))).rejects.toThrow(
      RoomTaken,
    );
  });

  it("connects a person on one call only", async () => {
    const dora = await given.store.addParty(given.tenantId, "Dora", true);
    const first = await given.apply(
      await given.ring(given.carl, given.ada, given.ada),
      accept(given.ada.userId),
    );
    const second = await given.ring(dora, given.ada, given.ada);
    const { call, events } = changed(transition(second, accept(given.ada.userId), noon));
    await expect(given.within((calls) => calls.save(second, call, events, noon))).rejects.toThrow(
      PartyBusy,
    );
    expect(await given.store.reads(given.tenantId).engagementsOf(given.ada.userId)).toEqual({
      outgoing: null,
      placing: null,
      connected: first.id,
      ringing: [second.id],
    });
  });

  it("remembers the first call of a named command, per person", async () => {
    const first = { command: "start-call agents", callId: randomUUID() };
    await given.within((calls) => calls.recordCommand(given.carl.userId, "key", first, noon));
    await given.within((calls) =>
      calls.recordCommand(given.carl.userId, "key", { ...first, callId: randomUUID() }, noon),
    );
    expect(
      await given.store.reads(given.tenantId).recordedCommand(given.carl.userId, "key"),
    ).toMatchObject(first);
    expect(
      await given.store.reads(given.tenantId).recordedCommand(given.ada.userId, "key"),
    ).toBeNull();
  });

  it("writes what rests on somebody's engagements only while those are as they were seen", async () => {
    const dora = await given.store.addParty(given.tenantId, "Dora", true);
    const ringing = await given.ring(given.carl, given.ada, given.ada);
    const { call, events } = changed(transition(ringing, accept(given.ada.userId), noon));
    const save = async (engagements: Engagements) =>
      given.within((calls) =>
        calls.save(ringing, call, events, noon, { userId: given.ada.userId, engagements }),
      );
    const seen = await given.store.reads(given.tenantId).engagementsOf(given.ada.userId);
    const second = await given.ring(dora, given.ada, given.ada);
    expect(await save(seen)).toBe(false);
    expect((await given.found(ringing))?.status).toBe("RINGING");
    expect(
      await save(await given.store.reads(given.tenantId).engagementsOf(given.ada.userId)),
    ).toBe(true);
    expect(await given.store.reads(given.tenantId).engagementsOf(given.ada.userId)).toEqual({
      outgoing: null,
      placing: null,
      connected: ringing.id,
      ringing: [second.id],
    });
  });
}
