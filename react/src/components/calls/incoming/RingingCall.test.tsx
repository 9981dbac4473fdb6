// @vitest-environment jsdom
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ClientState } from "@synapse-voice/client";
import {
  aRecordedCall,
  createFakeCallClient,
  createFakeCallMedia,
  grace,
} from "@synapse-voice/client/testing";
import { afterEach, describe, expect, it } from "vitest";
import type { MicrophoneOutlook } from "../../../audio/microphone-outlook.ts";
import type { RingKind } from "../../../audio/ring.ts";
import { button, onCall, ringing, second } from "../../../testing/show-calls.tsx";
import { VoiceProvider } from "../../VoiceProvider.tsx";
import { RingingCall, type RingingCallProps } from "./RingingCall.tsx";

afterEach(cleanup);

function show(
  state: Partial<ClientState>,
  { microphone = "unknown", ...props }: RingingCallProps & { microphone?: MicrophoneOutlook } = {},
) {
  const client = createFakeCallClient(state);
  client.setNow(Date.parse("2026-01-01T09:00:07.000Z"));
  let sounding: RingKind | null = null;
  render(
    <VoiceProvider
      client={client}
      media={createFakeCallMedia()}
      microphone={{
        get: () => microphone,
        subscribe: () => () => undefined,
        tryNow: async () => undefined,
      }}
      ring={{
        start: (kind) => void (sounding = kind),
        stop: () => void (sounding = null),
        isBlocked: () => false,
        subscribe: () => () => undefined,
      }}
    >
      <RingingCall {...props} />
    </VoiceProvider>,
  );
  return {
    client,
    user: userEvent.setup({ delay: null }),
    sounding: () => sounding,
    set: (change: Partial<ClientState>) => act(() => client.set(change)),
  };
}

const text = (): string => screen.getByRole("alertdialog").textContent ?? "";

describe("a call that rings in a window of its own", () => {
  it("says who calls, from where and since when, and rings", () => {
    const { sounding } = show({ calls: [ringing] });
    expect(screen.getByRole("alertdialog", { name: "Incoming call from Carl Customer" })).toBe(
      document.activeElement,
    );
    expect(text()).toBe("CCIncoming call · waiting 0:07Carl CustomerCustomer portalDeclineAnswer");
    expect(screen.getByText("Carl Customer is calling you").getAttribute("aria-live")).toBe(
      "assertive",
    );
    expect(sounding()).toBe("incoming");
  });

  it("says what the page knows of the caller", () => {
    show({ calls: [ringing] }, { about: (caller) => `${caller?.name} of Acme` });
    expect(text()).toContain("Carl Customer of Acme");
  });

  it("says that the call will be recorded", () => {
    const recording = aRecordedCall({ state: "pending", activeFrom: null });
    show({ calls: [{ ...ringing, call: { ...ringing.call, recording } }] });
    expect(text()).toContain("Customer portal · will be recorded");
  });

  it("is answered and declined by its buttons, and silent at once", async () => {
    const { client, user, sounding } = show({ calls: [ringing] });
    await user.click(button("Answer"));
    expect(sounding()).toBeNull();
    await user.click(button("Decline"));
    expect(client.commands).toEqual([
      ["answer", "call-1"],
      ["decline", "call-1"],
    ]);
  });

  it("shows the call that rings longest, counts the others, and goes on to them", () => {
    const { set } = show({ calls: [second, ringing] });
    expect(text()).toContain("and 1 more");
    expect(text()).toContain("Carl Customer");
    set({ calls: [second] });
    expect(text()).not.toContain("more");
    expect(text()).toContain(grace.name);
  });

  it("stays with the call that is being answered", () => {
    show({ calls: [{ ...second, phase: "answering" }, ringing] });
    expect(text()).toContain(grace.name);
    expect(text()).toContain("Connecting…");
    expect(button("Answer").hasAttribute("disabled")).toBe(true);
  });

  it("says why an answer failed, and can be answered again", () => {
    const { set } = show({ calls: [ringing] });
    set({ notice: { code: "network", callId: "call-9" } });
    expect(screen.queryByRole("alert")).toBeNull();
    set({ notice: { code: "network", callId: "call-1" } });
    expect(screen.getByRole("alert").textContent).toBe("The server can't be reached");
    expect(button("Answer").hasAttribute("disabled")).toBe(false);
  });

  it("rings softly during a call, which answering puts on hold", () => {
    const { sounding } = show({ calls: [second, onCall] });
    expect(sounding()).toBe("waiting");
    expect(text()).toContain("Answering puts Carl on hold.");
    expect(button("Hold and answer")).toBeDefined();
  });

  it("says that nobody will be heard where the microphone is blocked", () => {
    show({ calls: [ringing] }, { microphone: "refused" });
    expect(text()).toContain("Your microphone is blocked: Carl won't hear you.");
    expect(button("Answer, listen only")).toBeDefined();
  });

  it("shows nothing and is silent when no call rings any more", () => {
    const { set, sounding } = show({ calls: [ringing] });
    set({ calls: [{ ...ringing, phase: "ended" }] });
    expect(screen.queryByRole("alertdialog")).toBeNull();
    expect(sounding()).toBeNull();
  });
});
