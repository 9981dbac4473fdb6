import { saveCallNotes } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { ApiError } from "../session/api-error.ts";
import { createFakeCallClient } from "../testing/fake-call-client.ts";
import { testClients } from "../testing/remote/remote-test-client.ts";
import { count, type TestClient } from "../testing/test-client.ts";

const grace = { supabaseUserId: "grace", name: "Grace Agent" };

describe.each(testClients)("%s", (_, startTestClient) => {
  async function onOneCall(): Promise<TestClient> {
    const test = await startTestClient();
    test.server.put({ id: "call-1" });
    await test.clock.advance();
    return test;
  }

  describe("notes", () => {
    it("are empty at first, and are read as they were saved", async () => {
      const { client } = await onOneCall();
      expect(await client.readNotes("call-1")).toMatchObject({ notes: "", version: 0 });
      const change = { notes: "A bill\nof May", disposition: "solved", version: 0 };
      const saved = await client.saveNotes("call-1", change);
      expect(saved).toMatchObject({ ...change, dispositionLabel: "Solved", version: 1 });
      expect(await client.readNotes("call-1")).toEqual(saved);
      expect(await client.saveNotes("call-1", { disposition: null, version: 1 })).toMatchObject({
        notes: "A bill\nof May",
        disposition: null,
        version: 2,
      });
    });

    it("are saved after the call too", async () => {
      const { client, server } = await onOneCall();
      server.put({ id: "call-1", status: "COMPLETED" });
      expect(await client.saveNotes("call-1", { notes: "x", version: 0 })).toMatchObject({
        version: 1,
      });
    });

    it("reject with the newer ones if a colleague has saved, and show no notice", async () => {
      const { client, server } = await onOneCall();
      server.putNotes("call-1", { notes: "Newer", disposition: "lost", updatedBy: grace });
      const error = await client
        .saveNotes("call-1", { notes: "Mine", version: 0 })
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({
        code: "notes_changed",
        problem: { notes: "Newer", disposition: "lost", version: 1, answeredBy: "Grace Agent" },
      });
      expect(client.getState().notice).toBeNull();
      expect(await client.saveNotes("call-1", { notes: "Both", version: 1 })).toMatchObject({
        notes: "Both",
        version: 2,
      });
    });

    it("are sent again if the reply is lost, and saved once", async () => {
      const { client, server, clock, paths } = await onOneCall();
      server.loseReply("/notes");
      const saving = client.saveNotes("call-1", { notes: "x", version: 0 });
      await clock.advance(1_000);
      expect(await saving).toMatchObject({ notes: "x", version: 1 });
      expect(count(paths(), "notes")).toBe(2);
    });

    it("reject without a network, after three attempts", async () => {
      const { client, server, clock } = await onOneCall();
      server.setDown(true);
      const failed = client
        .saveNotes("call-1", { notes: "x", version: 0 })
        .catch((error: unknown) => error);
      await clock.advance(2_000);
      expect(await failed).toMatchObject({ code: "network" });
      await expect(client.readNotes("call-1")).rejects.toMatchObject({ code: "network" });
    });

    it("of no call are refused", async () => {
      const { client } = await onOneCall();
      await expect(client.readNotes("call-9")).rejects.toMatchObject({ code: "call_not_found" });
    });
  });
});

describe("notes of the fake client", () => {
  it("are what the test replies, and what it records", async () => {
    const client = createFakeCallClient();
    const change = { notes: "x", version: 0 };
    await expect(client.saveNotes("call-1", change)).rejects.toMatchObject({ code: "network" });
    const saved = {
      notes: "x",
      disposition: null,
      dispositionLabel: null,
      version: 1,
      updatedAt: null,
      updatedBy: null,
      dispositions: [],
    };
    client.reply(saveCallNotes, saved);
    expect(await client.saveNotes("call-1", change)).toEqual(saved);
    expect(client.commands.at(-1)).toEqual(["saveNotes", "call-1", change]);
  });
});
