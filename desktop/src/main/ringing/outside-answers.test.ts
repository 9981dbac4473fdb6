import { createFakeCallClient, type FakeCallClient } from "@synapse-voice/client/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { createOutsideAnswers, type OutsideAnswers } from "./outside-answers.ts";

describe("an answer from outside the windows", () => {
  let client: FakeCallClient;
  let shown = 0;
  let loaded = 0;
  let answers: OutsideAnswers;
  const answersOf = (current: FakeCallClient | null): OutsideAnswers =>
    createOutsideAnswers({
      client: () => current,
      loadConsole: () => (loaded += 1),
      showConsole: () => (shown += 1),
    });
  beforeEach(() => {
    client = createFakeCallClient();
    shown = 0;
    loaded = 0;
    answers = answersOf(client);
  });

  it("answers at once, as long as nothing is known against it", () => {
    answers.answer("call-1");
    answers.setUnheard(false);
    answers.answer("call-2");
    expect(client.commands).toEqual([
      ["answer", "call-1"],
      ["answer", "call-2"],
    ]);
    expect(shown).toBe(0);
  });

  it("shows first that the caller would hear nothing, and answers the second time", () => {
    answers.setUnheard(true);
    answers.answer("call-1");
    expect(client.commands).toEqual([]);
    expect([loaded, shown]).toEqual([1, 1]);
    answers.answer("call-1");
    expect(client.commands).toEqual([["answer", "call-1"]]);
    expect(shown).toBe(1);
  });

  it("shows it for each call", () => {
    answers.setUnheard(true);
    answers.answer("call-1");
    answers.answer("call-2");
    expect(client.commands).toEqual([]);
    expect(shown).toBe(2);
  });

  it("answers at once when the microphone works again", () => {
    answers.setUnheard(true);
    answers.answer("call-1");
    answers.setUnheard(false);
    answers.answer("call-2");
    expect(client.commands).toEqual([["answer", "call-2"]]);
  });

  it("does nothing while nobody is signed in", () => {
    answersOf(null).answer("call-1");
    expect(shown).toBe(0);
  });
});
