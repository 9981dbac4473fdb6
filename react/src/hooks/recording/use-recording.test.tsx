// @vitest-environment jsdom
import type { ReactElement } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { CallRecording } from "@synapse-voice/contract";
import {
  aCallView,
  aRecordedCall,
  aSnapshot,
  createFakeCallClient,
} from "@synapse-voice/client/testing";
import { showComponent } from "../../testing/show-component.tsx";
import { usePausedRecording, useRecording } from "./use-recording.ts";

afterEach(cleanup);

const calls = (change: Partial<CallRecording> | null) => [
  aCallView({
    call: aSnapshot({
      status: "IN_PROGRESS",
      ...(change === null ? {} : { recording: aRecordedCall(change) }),
    }),
    phase: "on-call",
    here: true,
  }),
];
const paused = { state: "paused", pausedSince: "2026-01-01T09:02:00.000Z" } as const;

describe("useRecording", () => {
  it("gives the state of the active call's recording, and pauses and resumes it", async () => {
    const Page = (): ReactElement => {
      const { isActive, isPaused, pause, resume } = useRecording();
      return (
        <>
          <p>{isActive ? "on" : isPaused ? "paused" : "off"}</p>
          <button onClick={() => void pause()}>Pause</button>
          <button onClick={() => void resume()}>Resume</button>
        </>
      );
    };
    const client = createFakeCallClient();
    const user = userEvent.setup();
    showComponent(<Page />, client);
    await user.click(screen.getByText("Pause"));
    expect(client.commands).toEqual([]);
    for (const [change, words] of [
      [{}, "on"],
      [{ state: "pending" }, "on"],
      [{ state: "pending", activeFrom: null }, "off"],
      [paused, "paused"],
      [{ state: "refused" }, "off"],
      [null, "off"],
    ] as const) {
      act(() => client.set({ calls: calls(change) }));
      expect(screen.getByText(words)).toBeDefined();
    }
    act(() => client.set({ calls: calls({}) }));
    await user.click(screen.getByText("Pause"));
    await user.click(screen.getByText("Resume"));
    expect(client.commands).toEqual([
      ["pauseRecording", "call-1"],
      ["resumeRecording", "call-1"],
    ]);
  });
});

describe("usePausedRecording", () => {
  const CardForm = (): null => {
    usePausedRecording();
    return null;
  };
  const Page = ({ isOpen }: { isOpen: boolean }): ReactElement | null =>
    isOpen ? <CardForm /> : null;

  function show(change: Partial<CallRecording> | null) {
    const client = createFakeCallClient({ calls: calls(change) });
    const { rerender } = showComponent(<Page isOpen />, client);
    return { client, close: () => rerender(<Page isOpen={false} />) };
  }

  it("pauses while the form is open, once, and resumes afterwards", () => {
    const { client, close } = show({});
    act(() => client.set({ calls: calls(paused) }));
    act(() => client.set({ muted: true }));
    close();
    expect(client.commands).toEqual([
      ["pauseRecording", "call-1"],
      ["resumeRecording", "call-1"],
    ]);
  });

  it("pauses a recording that begins while the form is open, but none that the agent resumed", () => {
    const { client } = show({ state: "pending", activeFrom: null, mode: "agent" });
    expect(client.commands).toEqual([]);
    act(() => client.set({ calls: calls({ mode: "agent" }) }));
    act(() => client.set({ calls: calls({ mode: "agent", ...paused }) }));
    act(() => client.set({ calls: calls({ mode: "agent" }) }));
    expect(client.commands).toEqual([["pauseRecording", "call-1"]]);
  });

  it("does nothing without a recording", () => {
    const { client, close } = show(null);
    close();
    expect(client.commands).toEqual([]);
  });
});
