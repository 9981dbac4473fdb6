// @vitest-environment jsdom
import { afterEach, expect, it } from "vitest";
import { cleanup, screen } from "@testing-library/react";
import { adasClient, fakeServices } from "../testing/fake-console.ts";
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
  showConsole(fakeServices(adasClient(), { microphone: "ready" }));
  await screen.findByText("Available · reachable here");
  expect(screen.queryByText(/microphone/iu)).toBeNull();
});
