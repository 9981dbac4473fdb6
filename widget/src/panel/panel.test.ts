// @vitest-environment jsdom
import { ApiError } from "@synapse-voice/client";
import { beforeEach, describe, expect, it } from "vitest";
import { adasCall, carlsCall, endedCall, onCall } from "../testing/calls.ts";
import { adoptStyleSheets, buttonNamed, buttonsIn } from "../testing/dom.ts";
import { mountTestPanel, flushPromises, type TestPanel } from "../testing/panel.ts";
import { reachableAgents } from "./lazy/Agents.tsx";

const connected = {
  callId: "call-1",
  status: "connected",
  microphone: "on",
  remotePresent: true,
} as const;
const commands = (name: string): unknown[] =>
  shown.client.commands.filter(([command]) => command === name);

let shown: TestPanel;
beforeEach(() => {
  adoptStyleSheets();
  document.body.replaceChildren();
  shown = mountTestPanel();
});

describe("before a call", () => {
  it("only the button shows until somebody opens the panel", async () => {
    expect(buttonsIn(shown.root)).toEqual(["Need help?"]);
    await shown.press("Need help?");
    expect(shown.title()).toBe("How can we help?");
    expect(buttonsIn(shown.root)).toEqual(["Call", "Talk to someone in particular", "Close"]);
    expect(shown.loads()).toBe(0);
  });

  it("the panel takes the keyboard, and Escape gives it back to the button", async () => {
    shown.pill.focus();
    await shown.press("Need help?");
    expect(shown.root.activeElement?.getAttribute("role")).toBe("dialog");
    shown.root.activeElement?.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Escape", bubbles: true }),
    );
    expect(buttonsIn(shown.root)).toEqual(["Need help?"]);
    expect(shown.root.activeElement).toBe(shown.pill);
    expect(shown.events.map(({ name }) => name)).toEqual(["open", "close"]);
  });

  it("coming near Call fetches LiveKit's code, once", async () => {
    await shown.press("Need help?");
    for (const near of ["pointerenter", "focus", "pointerenter"])
      buttonNamed(shown.root, "Call").dispatchEvent(new Event(near));
    expect(shown.loads()).toBe(1);
  });

  it("Call calls whoever answers", async () => {
    await shown.press("Need help?");
    await shown.press("Call");
    expect(commands("call")).toEqual([["call", {}]]);
  });

  it("a double click places one call", async () => {
    await shown.press("Need help?");
    const button = buttonNamed(shown.root, "Call");
    button.click();
    button.click();
    await flushPromises();
    expect(commands("call")).toHaveLength(1);
  });

  it("an agent can be asked for by name, and a name is text whatever it holds", async () => {
    const name = "<img src=x onerror=alert(1)>";
    shown.client.reply(reachableAgents, [
      { supabaseUserId: "ada", firstName: name, lastName: "Agent" },
    ]);
    await shown.press("Need help?");
    await shown.press("Talk to someone in particular");
    await flushPromises();
    expect(shown.text()).toContain(`${name} Agent`);
    expect(shown.root.querySelector("img")).toBeNull();
    await shown.press(`Call ${name} Agent`);
    expect(commands("call")).toEqual([["call", { supabaseUserId: "ada", name: `${name} Agent` }]]);
  });

  it("the list says so when nobody is there, and when it can't be had", async () => {
    await shown.press("Need help?");
    shown.client.reply(reachableAgents, []);
    await shown.press("Talk to someone in particular");
    await flushPromises();
    expect(shown.text()).toContain("Nobody can be called by name right now.");
    await shown.press("Back");
    shown.client.reply(reachableAgents, new ApiError("network"));
    await shown.press("Talk to someone in particular");
    await flushPromises();
    expect(shown.text()).toContain("The names can't be shown right now.");
  });
});

describe("a call of one's own", () => {
  it("connects, rings and waits with words, and can be taken back", async () => {
    shown.client.set({ dialing: { calleeId: null, name: null } });
    expect(shown.title()).toBe("Connecting…");
    await shown.press("Cancel");
    expect(commands("hangUp")).toEqual([["hangUp", undefined]]);
    shown.client.set({ dialing: null, calls: [carlsCall("ringing-out")] });
    expect(shown.title()).toBe("Calling…");
    await flushPromises();
    shown.client.set({ calls: [carlsCall("queued", { status: "QUEUED" })] });
    expect(shown.title()).toBe("Waiting for someone…");
    shown.client.set({ queue: { position: 2, estimatedWaitSeconds: 180 } });
    expect(shown.title()).toBe("You're second in line, about 3 minutes");
    shown.client.set({ queue: { position: 1, estimatedWaitSeconds: null } });
    expect(shown.title()).toBe("You're next");
    expect(buttonsIn(shown.root)).toEqual(["Ask for a call-back", "Cancel", "Minimise"]);
    await shown.press("Cancel");
    expect(commands("hangUp")).toContainEqual(["hangUp", "call-1"]);
  });

  it("goes on after a reload without the panel having been opened", async () => {
    shown.client.set({ calls: [onCall()] });
    await flushPromises();
    expect(shown.title()).toBe("On call with Ada Agent");
    expect(shown.loads()).toBe(1);
  });

  it("on another tab is only told of to who asks", async () => {
    shown.client.set({ calls: [{ ...onCall(), here: false }] });
    expect(buttonsIn(shown.root)).toEqual(["Need help?"]);
    await shown.press("Need help?");
    expect(shown.title()).toBe("Your call with Ada Agent is on another tab or device.");
  });

  it("on the call shows the time by the server's clock, mutes and hangs up", async () => {
    shown.client.set({ calls: [onCall()] });
    await flushPromises();
    shown.media.set(connected);
    expect(shown.root.querySelector("[role=timer]")?.textContent).toBe("2:07");
    expect(buttonsIn(shown.root)).toEqual(["Mute", "Hang up"]);
    await shown.press("Mute");
    expect(buttonsIn(shown.root)).toEqual(["Unmute", "Hang up"]);
    await shown.press("Hang up");
    expect(commands("hangUp")).toEqual([["hangUp", "call-1"]]);
  });

  it.each([
    [{ remoteMuted: true }, "Ada is muted", []],
    [{ remotePresent: false }, "Waiting for Ada…", []],
    [{ status: "connecting" }, "Connecting…", []],
    [{ status: "reconnecting" }, "Reconnecting… please stay", []],
    [{ status: "lost" }, "This call is in another tab now.", []],
    [{ soundBlocked: true }, "", ["Turn sound on"]],
    [{ heldByPeer: "music" }, "Ada put you on hold. You hear music until the call goes on.", []],
    [{ heldByPeer: "silence" }, "Ada put you on hold. It stays silent until the call goes on.", []],
    [{ silence: "microphone-silent" }, "We can't hear anything from your microphone.", []],
    [{ silence: "no-sound-from-them" }, "No sound comes from Ada. We're trying to mend it.", []],
    [{ microphone: "asking" }, "Allow the microphone in your browser's question.", []],
    [
      { microphone: "refused" },
      "Your browser blocks the microphone. Ada can't hear you.",
      ["Try again"],
    ],
    [{ microphone: "missing" }, "We found no microphone. Ada can't hear you.", ["Try again"]],
  ] as const)("with media %o says %j", async (media, text, buttons) => {
    shown.client.set({ calls: [onCall()] });
    await flushPromises();
    shown.media.set({ ...connected, ...media });
    expect(shown.root.querySelector(".hint")?.textContent).toContain(text);
    expect(buttonsIn(shown.root)).toEqual([...buttons, "Mute", "Hang up"]);
    for (const name of buttons) await shown.press(name);
    expect(shown.media.commands).toEqual([
      "warm",
      ...(buttons.length > 0
        ? [buttons[0] === "Try again" ? "retryMicrophone" : "enableSound"]
        : []),
    ]);
  });

  it.each([
    [
      { status: "reconnecting", networkBlocked: true },
      undefined,
      "Your network blocks the sound of calls. Try another one.",
    ],
    [
      { silence: "no-sound-from-them" },
      "blocked",
      "No sound gets through: Ada's network blocks it.",
    ],
    [{}, "unheard", "Ada can't hear you. We're trying to mend it."],
  ] as const)("with media %o and a peer who is %s says %j", async (media, peerSound, text) => {
    const view = onCall();
    shown.client.set({
      calls: [{ ...view, call: { ...view.call, ...(peerSound && { peerSound }) } }],
    });
    await flushPromises();
    shown.media.set({ ...connected, ...media });
    expect(shown.root.querySelector(".hint")?.textContent).toContain(text);
    expect(buttonsIn(shown.root)).toEqual(["Mute", "Hang up"]);
  });

  it("that ended says how, and stays until the person goes on", async () => {
    shown.client.set({ calls: [onCall()] });
    await flushPromises();
    shown.client.set({
      calls: [endedCall(onCall(), "hung_up", { status: "COMPLETED", duration: 127 })],
    });
    shown.client.set({ calls: [] });
    expect(shown.text()).toContain("The call has ended.You talked for 2:07.");
    await shown.press("Call again");
    expect(commands("call")).toEqual([["call", {}]]);
    expect(
      shown.events
        .filter(({ name }) => name === "call")
        .map(({ detail }) => (detail as { phase: string }).phase),
    ).toEqual(["on-call", "ended"]);
  });

  it("learns how it ended even if that comes later", async () => {
    shown.client.set({ calls: [carlsCall("ringing-out")] });
    await flushPromises();
    shown.client.set({ calls: [{ ...carlsCall("ringing-out"), phase: "ended" }] });
    expect(shown.title()).toBe("You cancelled the call.");
    shown.client.set({
      calls: [endedCall(carlsCall("ringing-out"), "ring_timeout", { status: "MISSED" })],
    });
    expect(shown.title()).toBe("Nobody could take your call just now.");
  });
});

describe("an incoming call", () => {
  beforeEach(async () => {
    shown.client.set({ calls: [adasCall()] });
    await flushPromises();
  });

  it("shows and rings without the panel having been opened, with its name for screen readers", () => {
    const dialog = shown.root.querySelector("[role=alertdialog]");
    expect(dialog?.getAttribute("aria-labelledby")).toBe("title");
    expect(shown.title()).toBe("Incoming call from Ada Agent");
    expect(buttonsIn(shown.root)).toEqual(["Decline", "Answer"]);
    expect(shown.ringing()).toBe(true);
    expect(shown.root.activeElement).toBe(dialog);
  });

  it("leaves the keyboard to a person who is typing", async () => {
    const input = document.createElement("input");
    shown.client.set({ calls: [] });
    document.body.append(input);
    input.focus();
    shown.client.set({ calls: [adasCall({ id: "call-2" })] });
    await flushPromises();
    expect(shown.title()).toBe("Incoming call from Ada Agent");
    expect(document.activeElement).toBe(input);
  });

  it("is answered", async () => {
    await shown.press("Answer");
    expect(commands("answer")).toEqual([["answer", "call-1"]]);
    shown.client.set({ calls: [{ ...adasCall(), phase: "answering" }] });
    expect(shown.title()).toBe("Connecting…");
    expect(shown.ringing()).toBe(false);
  });

  it("just goes when it is declined", async () => {
    await shown.press("Decline");
    expect(commands("decline")).toEqual([["decline", "call-1"]]);
    shown.client.set({ calls: [endedCall(adasCall(), "declined", { status: "DECLINED" })] });
    expect(buttonsIn(shown.root)).toEqual(["Need help?"]);
    expect(shown.ringing()).toBe(false);
  });

  it("just goes when it is answered in another tab", () => {
    shown.client.set({ calls: [{ ...onCall(), here: false }] });
    expect(buttonsIn(shown.root)).toEqual(["Need help?"]);
  });

  it("that was missed can be called back", async () => {
    shown.client.set({ calls: [endedCall(adasCall(), "ring_timeout", { status: "MISSED" })] });
    expect(shown.title()).toBe("You missed a call from Ada Agent.");
    await shown.press("Call back");
    expect(commands("call")).toEqual([["call", { supabaseUserId: "ada", name: "Ada Agent" }]]);
  });

  it("hangs up what goes on when the customer signs out", async () => {
    await shown.panel.close(true);
    expect(shown.client.commands.slice(-2)).toEqual([["hangUp", "call-1"], ["close"]]);
    expect(shown.ringing()).toBe(false);
    expect(shown.root.querySelector("section")).toBeNull();
  });
});
