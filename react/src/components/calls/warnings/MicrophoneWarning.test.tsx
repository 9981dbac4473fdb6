// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createFakeCallClient, createFakeCallMedia } from "@synapse-voice/client/testing";
import type { MicrophoneOutlook } from "../../../audio/microphone-outlook.ts";
import { button, ringing } from "../../../testing/show-calls.tsx";
import { VoiceProvider } from "../../VoiceProvider.tsx";
import { CallManager } from "../CallManager.tsx";
import { MicrophoneWarning } from "./MicrophoneWarning.tsx";

afterEach(cleanup);

/** Renders the warning and the calls, with a microphone whose outlook the test sets. */
function show(outlook: MicrophoneOutlook, calls = [ringing].slice(1)) {
  const listeners = new Set<() => void>();
  const tries: string[] = [];
  const client = createFakeCallClient({ calls });
  const media = createFakeCallMedia();
  const microphone = {
    get: () => outlook,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tryNow: async () => void tries.push("now"),
  };
  const ring = {
    start: () => undefined,
    stop: () => undefined,
    isBlocked: () => false,
    subscribe: () => () => undefined,
  };
  render(
    <VoiceProvider client={client} media={media} ring={ring} microphone={microphone}>
      <MicrophoneWarning />
      <CallManager />
    </VoiceProvider>,
  );
  const set = (next: MicrophoneOutlook) =>
    act(() => {
      outlook = next;
      for (const listener of listeners) listener();
    });
  return { client, media, set, tries, user: userEvent.setup({ delay: null }) };
}

describe("a microphone that can't be used", () => {
  it("is a warning while there is no call, with the way to allow it, until it works", async () => {
    const { set, tries, user } = show("refused");
    expect(screen.getByText("Your microphone is blocked")).toBeDefined();
    expect(screen.getByText("If you answer a call, nobody hears you.")).toBeDefined();
    await user.click(button("Try again"));
    expect(tries).toEqual(["now"]);
    set("ready");
    expect(screen.queryByText("Your microphone is blocked")).toBeNull();
    set("missing");
    expect(screen.getByText("No microphone was found")).toBeDefined();
  });

  it("is no warning where the browser doesn't tell, or while a call says the same", () => {
    const { media, set } = show("unknown");
    expect(screen.queryByRole("status")).toBeNull();
    set("refused");
    act(() => media.set({ microphone: "refused" }));
    expect(screen.queryByText("If you answer a call, nobody hears you.")).toBeNull();
  });

  it("makes the answer a choice: who calls won't hear a word", async () => {
    const { client, set, user } = show("refused", [ringing]);
    expect(screen.getByText("Your microphone is blocked: Carl won't hear you.")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Answer" })).toBeNull();
    await user.click(button("Answer, listen only"));
    expect(client.commands).toEqual([["answer", "call-1"]]);
    set("ready");
    expect(button("Answer")).toBeDefined();
  });
});
