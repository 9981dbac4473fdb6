// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { startEchoTest } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import type { EchoCall, EchoState } from "@synapse-voice/client/media";
import type { FakeCallMedia } from "@synapse-voice/client/testing";
import { afterEach, describe, expect, it } from "vitest";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";
import { now } from "../../testing/samples.ts";
import { showConsole } from "../../testing/show-console.tsx";
import { loadTicks } from "./stored-ticks.ts";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const talking: EchoState = { status: "talking", heard: true, reason: null };

async function show(echo: EchoState = talking, reply: ApiError | null = null) {
  const client = adasClient();
  client.reply(
    startEchoTest,
    reply ?? {
      mediaUrl: "ws://media.test",
      tokens: ["sender", "player"],
      expiresAt: new Date(now + 60_000).toISOString(),
    },
  );
  const services = fakeServices(client, { echo });
  const user = showConsole(services);
  const card = within(await screen.findByRole("region", { name: "Before your first call" }));
  return { card, user, client, services };
}

describe("the first day", () => {
  it("has three steps, and ends when all are done", async () => {
    const { card, user } = await show();
    expect(card.getAllByRole("heading", { level: 3 }).map((one) => one.textContent)).toEqual([
      "Test the microphone",
      "Allow notifications",
      "Call yourself",
    ]);
    await user.click(card.getByRole("button", { name: "Allow them" }));
    await user.click(card.getByRole("button", { name: "Start the test" }));
    await user.click(await card.findByRole("button", { name: "Yes" }));
    expect(card.getByText("Calls work on this device.")).toBeDefined();
    expect(loadTicks("ada")).toMatchObject({ notifications: true, echo: true, dismissed: false });
  });

  it("comes below who waits", async () => {
    const { card } = await show();
    const waiting = screen.getByRole("heading", { name: /^Waiting/u });
    const title = card.getByRole("heading", { level: 2 });
    expect(card.getByText("0 of 3")).toBeDefined();
    expect(waiting.compareDocumentPosition(title)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it("can be dismissed, for this person on this device", async () => {
    const { card, user, services } = await show();
    await user.click(card.getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByText("Before your first call")).toBeNull();
    cleanup();
    showConsole(services);
    await screen.findByRole("region", { name: "Overview" });
    expect(screen.queryByText("Before your first call")).toBeNull();
  });
});

describe("a call to oneself", () => {
  it("that nobody hears says whose part failed", async () => {
    const { card, user } = await show();
    await user.click(card.getByRole("button", { name: "Start the test" }));
    await user.click(await card.findByRole("button", { name: "No" }));
    expect((await card.findByRole("alert")).textContent).toContain(
      "Your sound came back, but you didn't hear it",
    );
    expect(loadTicks("ada").echo).toBe(false);
  });

  it("that begins after the card is gone, such as for a call, ends at once", async () => {
    const { card, user, services } = await show();
    const media = services.media as FakeCallMedia;
    let begin: (echo: EchoCall) => void = () => undefined;
    media.startEcho = () => new Promise((resolve) => (begin = resolve));
    await user.click(card.getByRole("button", { name: "Start the test" }));
    await user.click(card.getByRole("button", { name: "Dismiss" }));
    begin(media.echo);
    await expect.poll(() => media.echo.getState().status).toBe("ended");
  });

  it("of whose sound nothing comes back leads to the microphone", async () => {
    const { card, user } = await show({ ...talking, heard: false });
    await user.click(card.getByRole("button", { name: "Start the test" }));
    await user.click(await card.findByRole("button", { name: "No" }));
    expect((await card.findByRole("alert")).textContent).toContain(
      "Nothing of your sound came back",
    );
  });

  it.each([
    ["blocked", "This network blocks calls: no sound gets through"],
    ["unreachable", "This network blocks calls: no sound gets through"],
    ["refused", "Your microphone is blocked"],
    ["missing", "No microphone was found"],
  ] as const)("that ends as %s says so", async (reason, words) => {
    const { card, user } = await show({ status: "ended", heard: false, reason });
    await user.click(card.getByRole("button", { name: "Start the test" }));
    expect((await card.findByRole("alert")).textContent).toContain(words);
    expect(card.getByRole("button", { name: "Try again" })).toBeDefined();
  });

  it("that the server refuses says so", async () => {
    const { card, user } = await show(talking, new ApiError("media_unavailable", 503));
    await user.click(card.getByRole("button", { name: "Start the test" }));
    expect(await card.findByRole("button", { name: "Copy details" })).toBeDefined();
  });

  it("ends when a call comes, and when the page is left", async () => {
    const { card, user, services } = await show();
    await user.click(card.getByRole("button", { name: "Start the test" }));
    await card.findByText("Do you hear yourself?");
    const { echo } = services.media as FakeCallMedia;
    await user.click(screen.getByRole("link", { name: "Team" }));
    await waitFor(() => expect(echo.getState().status).toBe("ended"));
  });
});
