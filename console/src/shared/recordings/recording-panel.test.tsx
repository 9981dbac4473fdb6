// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import {
  callHistory,
  callRecording,
  recordingLink,
  type RecordingDetails,
} from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { aCallView } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { aRecording, keepRecording, withoutSound } from "../../testing/recordings.ts";
import { anEntry } from "../../testing/samples.ts";
import { button, showForAda } from "../../testing/show-console.tsx";

const played: HTMLMediaElement[] = [];
/** Volumes that were set, by the number of the node: 1 is the left side, and 2 the right one. */
let volumes: (readonly [node: number, volume: number])[] = [];

/** The part of Web Audio that the player uses, without sound. */
class SilentAudioContext {
  private nodes = 0;
  readonly currentTime = 0;
  readonly destination = {};
  resume = async () => undefined;
  close = async () => undefined;
  createGain = () => {
    const node = this.nodes++;
    const setTargetAtTime = (volume: number) => volumes.push([node, volume]);
    return { ...this.createChannelSplitter(), gain: { setTargetAtTime } };
  };
  createChannelSplitter = () => ({ connect: () => undefined, disconnect: () => undefined });
  createMediaElementSource = this.createChannelSplitter;
}

beforeEach(() => {
  played.length = 0;
  volumes = [];
  vi.stubGlobal("AudioContext", SilentAudioContext);
  // jsdom plays nothing.
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(async function (
    this: HTMLMediaElement,
  ) {
    played.push(this);
  });
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(() => undefined);
  vi.spyOn(HTMLMediaElement.prototype, "load").mockImplementation(() => undefined);
});
afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Opens the recording of Carl's last call. */
async function open(details: Parameters<typeof keepRecording>[1]) {
  const client = adasClient();
  keepRecording(client, details);
  const shown = showForAda(client);
  await shown.user.click((await screen.findAllByRole("button", { name: /^Carl/u }))[0]!);
  await shown.user.click(await screen.findByRole("button", { name: "Recording" }));
  const panel = within(await screen.findByRole("region", { name: "Recorded call" }));
  return { ...shown, panel };
}
const slider = () => screen.findByRole<HTMLInputElement>("slider", { name: "Position" });

describe("a call in the timeline", () => {
  it("has a recording where the history says so", async () => {
    const client = adasClient();
    client.reply(callHistory, [anEntry("1", 1), anEntry("2", 2, { recording: null })]);
    const { user } = showForAda(client);
    await user.click((await screen.findAllByRole("button", { name: /^Carl/u }))[0]!);
    await screen.findByText(/^Calls with/u);
    expect(screen.queryByRole("button", { name: "Recording" })).toBeNull();
  });

  it("shows and hides it", async () => {
    const { user, client } = await open(aRecording());
    await slider();
    expect(client.commands.some(([, endpoint]) => endpoint === recordingLink)).toBe(false);
    await user.click(button("Recording"));
    expect(screen.queryByRole("region", { name: "Recorded call" })).toBeNull();
  });
});

describe("the position in a recording", () => {
  const marked = aRecording({
    pauses: [{ from: 60, to: 100 }],
    gaps: [{ side: "left", from: 200, to: 203, reason: "lost" }],
  });

  it("moves by keys, and says where it is", async () => {
    const { user } = await open(marked);
    const position = await slider();
    const says = () => position.getAttribute("aria-valuetext");
    expect([position.max, says()]).toEqual(["247", "0 seconds of 4 minutes 7 seconds"]);
    act(() => position.focus());
    await user.keyboard("{ArrowRight}{ArrowRight}{ArrowLeft}");
    expect(says()).toBe("5 seconds of 4 minutes 7 seconds");
    await user.keyboard("{PageUp}{PageUp}");
    expect(says()).toBe("1 minute 5 seconds of 4 minutes 7 seconds, Paused");
    await user.keyboard("{PageDown}");
    expect(position.value).toBe("35");
    fireEvent.change(position, { target: { value: "201.5" } });
    expect(says()).toBe("3 minutes 21 seconds of 4 minutes 7 seconds, Missing, Carl");
  });

  it("goes to what is marked", async () => {
    const { user, panel } = await open(marked);
    const marks = within(await panel.findByRole("list", { name: "Parts without sound" }));
    expect(marks.getAllByRole("button").map(({ textContent }) => textContent)).toEqual([
      "Paused 1:00–1:40",
      "Missing, Carl 3:20–3:23",
    ]);
    await user.click(marks.getByRole("button", { name: /^Missing/u }));
    expect((await slider()).value).toBe("200");
  });
});

describe("the sound of a recording in the console", () => {
  it("is played by a link, at a speed, and pauses when a call is answered", async () => {
    const { user, client, panel } = await open(aRecording());
    await user.selectOptions(await panel.findByRole("combobox", { name: "Speed" }), "1.5 ×");
    await user.click(panel.getByRole("button", { name: "Play" }));
    await expect.poll(() => played.length).toBe(1);
    expect([played[0]?.src, played[0]?.crossOrigin, played[0]?.defaultPlaybackRate]).toEqual([
      "http://api.test/api/voip/calls/1/recording/audio?token=1",
      "anonymous",
      1.5,
    ]);
    act(() => void played[0]?.dispatchEvent(new Event("playing")));
    expect(panel.getByRole("button", { name: "Pause" })).toBeDefined();
    act(() => client.set({ calls: [aCallView({ phase: "on-call", role: "callee", here: true })] }));
    expect(await screen.findByRole("button", { name: "Play" })).toBeDefined();
  });

  it("says why it can't be played", async () => {
    const { user, client, panel } = await open(aRecording());
    client.reply(recordingLink, new ApiError("forbidden", 403));
    await user.click(await panel.findByRole("button", { name: "Play" }));
    expect((await panel.findByRole("alert")).textContent).toContain("Your role doesn't allow this");
  });

  it("can be muted for each side", async () => {
    const { user, panel } = await open(aRecording());
    await user.click(await panel.findByRole("button", { name: "Mute Carl" }));
    await user.click(panel.getByRole("button", { name: "Play" }));
    expect(volumes).toEqual([
      [1, 0],
      [2, 1],
    ]);
    await user.click(panel.getByRole("button", { name: "Mute Ada" }));
    await user.click(panel.getByRole("button", { name: "Unmute Carl" }));
    expect(volumes.slice(2)).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });

  it("is saved by a link of its own", async () => {
    const clicked: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      clicked.push(this.href);
    });
    const { user, client, panel } = await open(aRecording());
    await user.click(await panel.findByRole("button", { name: "Download the recording" }));
    await expect
      .poll(() => clicked)
      .toEqual(["http://api.test/api/voip/calls/1/recording/audio?token=1"]);
    expect(client.commands.findLast(([, endpoint]) => endpoint === recordingLink)?.[2]).toEqual({
      params: { callId: "1" },
      body: { purpose: "download" },
    });
    client.reply(recordingLink, new ApiError("network"));
    await user.click(panel.getByRole("button", { name: "Download the recording" }));
    expect((await panel.findByRole("alert")).textContent).toMatch(/^Not downloaded: /u);
  });
});

describe("a recording without sound", () => {
  it.each<[RecordingDetails | ApiError, RegExp]>([
    [
      withoutSound("failed", { failure: "no_recorder" }),
      /^This call was not recorded.*tell an admin\.Copy details$/u,
    ],
    [
      new ApiError("forbidden", 403),
      /^You can't listen to this recording.*Ask an admin of your team\.$/u,
    ],
  ])("says so: %j", async (details, words) => {
    const { panel } = await open(details);
    const title = await panel.findByText(/^(?:This call was not|You can't)/u);
    expect(title.closest(".recording-state")?.textContent).toMatch(words);
    expect(screen.queryByRole("slider")).toBeNull();
  });

  it("shows the player by itself once it is finished", async () => {
    const { client } = await open(withoutSound("finishing"));
    await screen.findByText("The recording is being finished");
    client.reply(callRecording, aRecording());
    expect(await slider()).toBeDefined();
  });
});

it("a recording with gaps says how much is missing, and plays", async () => {
  const { panel } = await open(
    aRecording({
      state: "partial",
      gaps: [{ side: "both", from: 20, to: 29.2, reason: "lost" }],
      recordedSeconds: 237.8,
    }),
  );
  expect(await panel.findByText("9 s of this recording are missing")).toBeDefined();
  expect(panel.getByText(/^Kept until/u)).toBeDefined();
  expect(await slider()).toBeDefined();
});
