// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { changeSettings, getSettings, TenantSettings, type Holiday } from "@synapse-voice/contract";
import * as v from "valibot";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { button, showForAda } from "../../testing/show-console.tsx";

afterEach(cleanup);

describe("holidays in the settings", () => {
  const businessHours = {
    timeZone: "Europe/Berlin",
    spans: [{ day: 1, from: "09:00", to: "17:00" }],
  };
  // The fake client's time is in 2026.
  const past: Holiday = { date: "2025-12-25", name: "Last Christmas", spans: [] };
  const christmas: Holiday = { date: "2027-12-25", name: "Christmas Day", spans: [] };
  let client: FakeCallClient;
  let user: UserEvent;
  let group: HTMLElement;
  const settingsWith = (holidays: readonly Holiday[]): TenantSettings =>
    v.parse(TenantSettings, { businessHours, holidays });
  const sent = (): unknown => {
    const [, , options] =
      client.commands.findLast(([, endpoint]) => endpoint === changeSettings) ?? [];
    return (options as { body: unknown } | undefined)?.body;
  };
  const names = (): string[] =>
    within(group)
      .getAllByLabelText<HTMLInputElement>("Name of the holiday")
      .map(({ value }) => value);
  const setDay = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });

  beforeEach(async () => {
    client = adasClient();
    client.reply(getSettings, settingsWith([christmas, past]));
    ({ user } = showForAda(client, "#/settings"));
    group = await screen.findByRole("group", { name: "Holidays" });
  });

  it("are added with a day and a name, closed or with hours, and are in order once saved", async () => {
    await user.click(button("Add a holiday"));
    expect(document.activeElement).toBe(screen.getByLabelText("Day of the holiday"));
    setDay("Day of the holiday", "2027-12-24");
    await user.type(within(group).getAllByLabelText("Name of the holiday")[1]!, "Christmas Eve");
    expect(within(group).getAllByText("Closed all day")).toHaveLength(2);
    await user.click(button("Set hours, Christmas Eve"));
    setDay("Christmas Eve to", "12:30");
    expect(screen.getByText("Unsaved changes")).toBeDefined();
    const eve = {
      date: "2027-12-24",
      name: "Christmas Eve",
      spans: [{ from: "09:00", to: "12:30" }],
    };
    client.reply(changeSettings, settingsWith([past, eve, christmas]));
    await user.click(button("Save"));
    await screen.findByText("Saved");
    expect(sent()).toEqual({ holidays: [past, eve, christmas] });
    expect(names()).toEqual(["Christmas Eve", "Christmas Day"]);
  });

  it("are removed, which moves the focus to what follows", async () => {
    client.reply(changeSettings, settingsWith([past]));
    await user.click(button("Remove Christmas Day"));
    expect(document.activeElement).toBe(button("Add a holiday"));
    await user.click(button("Save"));
    await screen.findByText("Saved");
    expect(sent()).toEqual({ holidays: [past] });
  });

  it("are hidden once they are over, until somebody wants to see them", async () => {
    expect(screen.queryByText("Last Christmas")).toBeNull();
    const toggle = screen.getByRole("button", { name: "Show 1 past holiday", expanded: false });
    await user.click(toggle);
    expect(screen.getByText("Last Christmas").closest(".holiday-past")).not.toBeNull();
    await user.click(button("Remove Last Christmas"));
    expect(screen.queryByRole("button", { name: /past holiday/u })).toBeNull();
    await user.click(button("Discard"));
    expect(screen.getByText("Last Christmas")).toBeDefined();
  });

  it("that can't be are marked where they stand, and nothing is sent", async () => {
    await user.click(button("Add a holiday"));
    await user.click(button("Save"));
    const day = screen.getByLabelText("Day of the holiday");
    expect(day.getAttribute("aria-invalid")).toBe("true");
    expect(within(group).getByText("Give the day.")).toBeDefined();
    await expect.poll(() => document.activeElement).toBe(day);
    expect(sent()).toBeUndefined();
    setDay("Day of the holiday", christmas.date);
    expect(within(group).getByText("This day is in the list already.")).toBeDefined();
  });

  it("show only beside business hours", async () => {
    await user.click(screen.getByLabelText("Take calls to the team in business hours only"));
    expect(screen.queryByRole("group", { name: "Holidays" })).toBeNull();
  });
});
