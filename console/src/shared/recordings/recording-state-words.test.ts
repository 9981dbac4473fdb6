import { describe, expect, it } from "vitest";
import { recordingStates } from "@synapse-voice/contract";
import { aRecording, withoutSound } from "../../testing/recordings.ts";
import { accessWords, stateWords } from "./recording-state-words.ts";

const titleOf = (...details: Parameters<typeof withoutSound>) =>
  stateWords(withoutSound(...details))?.title;

describe("the words of a recording's state", () => {
  it.each(recordingStates.filter((state) => state !== "complete"))("are there for %s", (state) => {
    expect(titleOf(state)).toMatch(/^[A-Z1]/u);
  });

  it("are none for one that is complete, unless it is empty", () => {
    expect(stateWords(aRecording())).toBeNull();
    expect(stateWords(aRecording({ durationSeconds: 0 }))?.title).toBe(
      "There is no sound in this recording",
    );
  });

  it("say what a call waits for", () => {
    expect(
      (["notice", "ask", "agent"] as const).map(
        (mode) => stateWords(withoutSound("pending", { mode }))?.text,
      ),
    ).toEqual([
      "It begins when the call is answered.",
      "It begins when the other person agrees.",
      "It begins when an agent of the call starts it.",
    ]);
  });

  it("say who did not agree, how much is missing, and when it was deleted", () => {
    const consent = {
      agreed: false,
      at: "2026-01-09T10:36:04.000Z",
      by: { supabaseUserId: "carl", name: "Carl Customer" },
      wordingId: "ask-1",
      version: 1,
      language: "en",
    };
    expect(titleOf("refused", { consent })).toBe("Not recorded: Carl did not agree");
    expect(
      stateWords(aRecording({ state: "partial", expectedSeconds: 247, recordedSeconds: 237.6 }))
        ?.title,
    ).toBe("9 s of this recording are missing");
    expect(titleOf("expired", { deletedAt: "2026-04-09T11:40:00.000Z" })).toMatch(
      /^This recording was deleted on .*2026$/u,
    );
  });

  it("say what a person may not see, and leave other errors to others", () => {
    expect(accessWords("forbidden")?.title).toBe("You can't listen to this recording");
    expect(accessWords("recording_not_found")?.title).toBe("There is no recording of this call");
    expect(accessWords("database_unavailable")).toBeNull();
  });
});
