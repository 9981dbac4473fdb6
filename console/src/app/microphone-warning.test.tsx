// @vitest-environment jsdom
import { afterEach, expect, it } from "vitest";
import { act, cleanup, screen } from "@testing-library/react";
import type { FakeCallMedia } from "@synapse-voice/client/testing";
import { adasClient, fakeServices } from "../testing/fake-console.ts";
import { noTicks, saveTicks } from "./first-day/stored-ticks.ts";
import { showConsole } from "../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

it("an agent whose microphone is blocked reads so before a call", async () => {
  showConsole(fakeServices(adasClient(), { microphone: "refused" }));
  expect(await screen.findByText("Your microphone is blocked")).toBeDefined();
  expect(screen.getByText("If you answer a call, nobody hears you.")).toBeDefined();
});

it("an agent whose microphone works, or of whose nothing is known, reads nothing of it", async () => {
  // The steps of the first day also speak of the microphone.
  saveTicks("ada", { ...noTicks, dismissed: true });
  showConsole(fakeServices(adasClient(), { microphone: "ready" }));
  await screen.findByText("Available · reachable here");
  expect(screen.queryByText(/microphone/iu)).toBeNull();
});

it("an agent whose microphone was silent in the last call reads so until it is used again", async () => {
  const services = fakeServices(adasClient(), { media: { silence: "microphone-silent" } });
  showConsole(services);
  const media = services.media as FakeCallMedia;
  const warning = "Nothing was heard from your microphone in the last call";
  await screen.findByText("Available · reachable here");
  act(() => media.set({ silence: null, microphone: "idle" }));
  expect(await screen.findByText(warning)).toBeDefined();
  act(() => media.set({ microphone: "asking" }));
  expect(screen.queryByText(warning)).toBeNull();
  act(() => media.set({ microphone: "idle" }));
  expect(screen.queryByText(warning)).toBeNull();
});
