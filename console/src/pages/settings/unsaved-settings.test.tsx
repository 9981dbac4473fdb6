// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { changeSettings, getSettings, TenantSettings } from "@synapse-voice/contract";
import * as v from "valibot";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { button, showForAda } from "../../testing/show-console.tsx";

afterEach(cleanup);

describe("unsaved settings", () => {
  let client: FakeCallClient;
  let user: UserEvent;
  let ringTime: HTMLInputElement;
  beforeEach(async () => {
    client = adasClient();
    client.reply(getSettings, v.parse(TenantSettings, { ringTimeoutSeconds: 30 }));
    client.reply(changeSettings, v.parse(TenantSettings, { ringTimeoutSeconds: 45 }));
    ({ user } = showForAda(client, "#/settings"));
    ringTime = await screen.findByLabelText("Ring time in seconds");
  });
  const change = async (): Promise<void> => {
    await user.clear(ringTime);
    await user.type(ringTime, "45");
  };
  const isSent = (): boolean => client.commands.some(([, endpoint]) => endpoint === changeSettings);
  const asks = () => screen.queryByText("Leave without saving?");
  const customers = () => screen.queryByRole("searchbox", { name: "Search customers" });
  const follow = () => user.click(screen.getByRole("link", { name: "Customers" }));

  it("are named at the foot of the form, which is quiet without any", async () => {
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
    await change();
    const foot = screen.getByText("Unsaved changes").closest<HTMLElement>(".unsaved")!;
    expect(within(foot).getByText("Ring time")).toBeDefined();
    await user.click(button("Save"));
    expect(await screen.findByText("Saved")).toBeDefined();
    expect(screen.queryByText("Unsaved changes")).toBeNull();
    expect(ringTime.value).toBe("45");
  });

  it("are discarded by a button, and gone once a value is typed back", async () => {
    await change();
    await user.click(button("Discard"));
    expect(ringTime.value).toBe("30");
    expect(screen.queryByText("Unsaved changes")).toBeNull();
    await change();
    await user.clear(ringTime);
    await user.type(ringTime, "30");
    expect(screen.queryByText("Unsaved changes")).toBeNull();
  });

  it("are a part that F6 reaches after the form", async () => {
    await change();
    await user.keyboard("{F6}");
    expect(document.activeElement).toBe(button("Discard"));
  });

  it("keep the page until the agent decides to stay", async () => {
    await change();
    await follow();
    expect(await screen.findByText("Leave without saving?")).toBeDefined();
    expect(ringTime.value).toBe("45");
    expect(document.activeElement).toBe(button("Stay"));
    await user.click(button("Stay"));
    await expect.poll(asks).toBeNull();
    expect(window.location.hash).toBe("#/settings");
    expect(ringTime.value).toBe("45");
  });

  it("let the agent go once they are discarded", async () => {
    await change();
    await follow();
    await screen.findByText("Leave without saving?");
    await user.click(button("Discard"));
    await expect.poll(customers).not.toBeNull();
    expect(isSent()).toBe(false);
  });

  it("let the agent go once they are saved", async () => {
    await change();
    await follow();
    await screen.findByText("Leave without saving?");
    await user.click(button("Save"));
    await expect.poll(customers).not.toBeNull();
    expect(isSent()).toBe(true);
  });

  it("are asked for when the browser goes back, and when the tab closes", async () => {
    const close = (): boolean => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return !event.defaultPrevented;
    };
    expect(close()).toBe(true);
    await change();
    expect(close()).toBe(false);
    act(() => void (window.location.hash = "#/calls"));
    expect(await screen.findByText("Leave without saving?")).toBeDefined();
    await user.click(button("Discard"));
    expect(await screen.findByRole("region", { name: "Overview" })).toBeDefined();
    expect(close()).toBe(true);
  });
});

describe("the settings' fields", () => {
  it("have their units beside the numbers", async () => {
    showForAda(adasClient(), "#/settings");
    const field = (await screen.findByLabelText("Longest call in minutes")).parentElement!;
    expect(field.textContent).toBe("minutes");
  });

  it("copy the hours of one day to all days", async () => {
    const client = adasClient();
    client.reply(changeSettings, v.parse(TenantSettings, {}));
    const { user } = showForAda(client, "#/settings");
    await user.click(await screen.findByLabelText("Take calls to the team in business hours only"));
    await user.click(button("Add hours on Tuesday"));
    for (const [label, value] of [
      ["Tuesday from, span 2", "18:00"],
      ["Tuesday to, span 2", "20:00"],
    ] as const)
      fireEvent.change(screen.getByLabelText(label), { target: { value } });
    await user.click(button("Copy to all days, from Tuesday"));
    await user.click(button("Save"));
    await screen.findByText("Saved");
    const [, , options] = client.commands.find(([, endpoint]) => endpoint === changeSettings)!;
    const { spans } = (options as { body: { businessHours: { spans: unknown[] } } }).body
      .businessHours;
    expect(spans).toEqual(
      [1, 2, 3, 4, 5, 6, 7].flatMap((day) => [
        { day, from: "09:00", to: "17:00" },
        { day, from: "18:00", to: "20:00" },
      ]),
    );
  });
});
