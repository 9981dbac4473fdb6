// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import { button, onCall, showCalls } from "../../testing/show-calls.tsx";

afterEach(cleanup);

describe("sound that does not come through", () => {
  const fine = { status: "connected", microphone: "on", remotePresent: true } as const;

  it("from a silent microphone is said, with the way to choose another", async () => {
    const { user } = showCalls(
      { calls: [onCall] },
      { media: { ...fine, silence: "microphone-silent" } },
    );
    expect(screen.getByText("We can't hear anything from your microphone")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Choose another", expanded: false }));
    // There is no second microphone, so the steps show in place of a choice.
    expect(await within(screen.getByRole("alert")).findAllByRole("listitem")).toHaveLength(3);
  });

  it("from a silent microphone ends with another one, which is chosen right there", async () => {
    const { user, media } = showCalls(
      { calls: [onCall] },
      { media: { ...fine, silence: "microphone-silent" } },
    );
    media.options = [
      { id: "desk", label: "Desk microphone", current: true },
      { id: "headset", label: "Headset", current: false },
    ];
    await user.click(button("Choose another"));
    const choices = within(await screen.findByRole("group", { name: "Microphone" }));
    expect(choices.getByRole("radio", { name: "Desk microphone", checked: true })).toBeDefined();
    await user.click(choices.getByRole("radio", { name: "Headset" }));
    expect(await choices.findByRole("radio", { name: "Headset", checked: true })).toBeDefined();
    expect(media.commands).toContain("chooseMicrophone");
  });

  const choosing = async () => {
    const shown = showCalls(
      { calls: [onCall] },
      { media: { ...fine, silence: "microphone-silent" } },
    );
    shown.media.options = [
      { id: "desk", label: "Desk microphone", current: true },
      { id: "headset", label: "Headset", current: false },
    ];
    await shown.user.click(button("Choose another"));
    return {
      ...shown,
      headset: await screen.findByRole<HTMLInputElement>("radio", { name: "Headset" }),
    };
  };

  it("shows a microphone as chosen at once, and says so where it can't be used", async () => {
    const { user, media, headset } = await choosing();
    let finishChoice = (): void => {};
    media.chooseMicrophone = () => new Promise((resolve) => (finishChoice = resolve));
    await user.click(headset);
    expect(headset.checked).toBe(true);
    await act(async () => finishChoice());
    expect(headset.checked).toBe(false);
    expect(
      screen.getByText("That one can't be used just now. Another app may be using it."),
    ).toBeDefined();
  });

  it("goes with the choice as soon as the microphone is heard, and the keyboard goes on at the call", async () => {
    const { media, headset } = await choosing();
    act(() => headset.focus());
    act(() => media.set({ silence: null }));
    expect(screen.queryByRole("radio")).toBeNull();
    expect(document.activeElement).toBe(
      screen.getByRole("group", { name: "On call with Carl Customer" }),
    );
  });

  it("either way names the other side", () => {
    const { media } = showCalls(
      { calls: [onCall] },
      { media: { ...fine, silence: "they-cannot-hear-us" } },
    );
    expect(screen.getByText("Carl can't hear you")).toBeDefined();
    act(() => media.set({ silence: "no-sound-from-them" }));
    expect(screen.getByText("No sound arrives from Carl")).toBeDefined();
  });

  it("is said once: not while the connection is lost, the microphone refused or the browser silent", () => {
    const { media } = showCalls(
      { calls: [onCall] },
      { media: { ...fine, status: "reconnecting", silence: "they-cannot-hear-us" } },
    );
    expect(screen.queryByText("Carl can't hear you")).toBeNull();
    act(() => media.set({ status: "connected", microphone: "refused" }));
    expect(screen.queryByText("Carl can't hear you")).toBeNull();
    act(() => media.set({ microphone: "on", silence: "no-sound-from-them", soundBlocked: true }));
    expect(screen.queryByText("No sound arrives from Carl")).toBeNull();
  });
});

describe("a microphone that changed by itself", () => {
  const inUse = { status: "connected", microphone: "on", remotePresent: true } as const;

  it("is said, and that the chosen one is back", () => {
    const { media } = showCalls({ calls: [onCall] }, { media: inUse });
    act(() => media.set({ microphoneChange: { type: "replaced", label: "Desk microphone" } }));
    expect(
      screen.getByText("Your microphone is gone. You're using Desk microphone now."),
    ).toBeDefined();
    act(() => media.set({ microphoneChange: { type: "restored", label: "Headset" } }));
    expect(screen.getByText("Headset is back, and in use again.")).toBeDefined();
    act(() => media.set({ microphoneChange: null }));
    expect(screen.queryByText(/in use again/u)).toBeNull();
  });

  it("shows in the list, which needs no problem to be opened", async () => {
    const { user, media } = showCalls({ calls: [onCall] }, { media: inUse });
    media.options = [
      { id: "desk", label: "Desk microphone", current: false },
      { id: "headset", label: "Headset", current: true },
    ];
    await user.click(button("Microphone"));
    expect(await screen.findByRole("radio", { name: "Headset", checked: true })).toBeDefined();
    media.options = media.options.map((option) => ({ ...option, current: option.id === "desk" }));
    act(() => media.set({ microphoneChange: { type: "replaced", label: "Desk microphone" } }));
    expect(
      await screen.findByRole("radio", { name: "Desk microphone", checked: true }),
    ).toBeDefined();
  });
});

describe("a call whose sound is not connected yet", () => {
  it.each(["agent", "customer"] as const)("says so to the %s", (audience) => {
    // Until the code for the sound has loaded, its state is that without a call.
    const { media } = showCalls({ calls: [onCall] }, { audience });
    expect(screen.getByText("Connecting…")).toBeDefined();
    act(() => media.set({ callId: "call-1", status: "connecting" }));
    expect(screen.getByText("Connecting…")).toBeDefined();
    act(() => media.set({ status: "connected", remotePresent: true }));
    expect(screen.queryByText("Connecting…")).toBeNull();
  });
});
