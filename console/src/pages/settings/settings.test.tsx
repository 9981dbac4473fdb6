// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { changeSettings, inviteAgent, me, TenantSettings } from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError } from "@synapse-voice/client";
import { defaultPreferences } from "@synapse-voice/desktop/bridge";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient, fakeServices, quietPlatform } from "../../testing/fake-console.ts";
import type { Platform } from "../../shared/platform/platform.ts";
import { createFakePreferences, desktopPlatform } from "../../testing/fake-main-process.ts";
import { adasProfile } from "../../testing/samples.ts";
import { copiedCode, showConsole } from "../../testing/show-console.tsx";

afterEach(cleanup);

const bodyOf = (client: FakeCallClient): unknown =>
  (
    client.commands.find(([, endpoint]) => endpoint === changeSettings)?.[2] as
      | { body: unknown }
      | undefined
  )?.body;
/** Sets a time field. It takes only a whole time. */
const setTime = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe("the settings", () => {
  it("of the team are saved in the server's form, and only what was changed", async () => {
    const client = adasClient();
    client.reply(
      changeSettings,
      v.parse(TenantSettings, { ringTimeoutSeconds: 45, customersSee: "full_name" }),
    );
    const user = showConsole(fakeServices(client), { fragment: "#/settings" });
    const seconds = await screen.findByLabelText("Ring time in seconds");
    await user.clear(seconds);
    await user.type(seconds, "45");
    await user.selectOptions(screen.getByLabelText("What customers see of agents"), "Full name");
    const origins = screen.getByLabelText("Websites");
    await user.clear(origins);
    await user.type(origins, "https://portal.example.com/{Enter}{Enter} http://127.0.0.1:5174");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved")).toBeDefined();
    const sent = client.commands.find(([, endpoint]) => endpoint === changeSettings);
    expect(sent?.[2]).toEqual({
      body: {
        ringTimeoutSeconds: 45,
        customersSee: "full_name",
        allowedOrigins: ["https://portal.example.com", "http://127.0.0.1:5174"],
      },
    });
  });

  it("that the server refuses are explained", async () => {
    const client = adasClient();
    client.reply(changeSettings, new ApiError("invalid_request", 400));
    const user = showConsole(fakeServices(client), { fragment: "#/settings" });
    await user.selectOptions(
      await screen.findByLabelText("What customers see of agents"),
      "Full name",
    );
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/does not take one of these values/u)).toBeDefined();
  });

  it("that can't be are marked where they stand, and nothing is sent", async () => {
    const client = adasClient();
    const user = showConsole(fakeServices(client), { fragment: "#/settings" });
    const turn = await screen.findByLabelText("Turn of one agent in seconds");
    await user.clear(turn);
    await user.type(turn, "61");
    await user.clear(screen.getByLabelText("Wrap-up in seconds"));
    await user.type(screen.getByLabelText("Websites"), "{Enter}portal.example.com/help");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(
      screen.getByRole("spinbutton", {
        name: "Turn of one agent in seconds",
        description: "A whole number from 5 to 60 seconds.",
      }),
    ).toBe(turn);
    expect(
      screen.getByRole("spinbutton", {
        name: "Wrap-up in seconds",
        description: "A whole number from 0 to 300 seconds.",
      }),
    ).toBeDefined();
    expect(screen.getByText(/“portal.example.com\/help” is not such an address/u)).toBeDefined();
    await expect.poll(() => document.activeElement).toBe(turn);
    expect(client.commands.some(([, endpoint]) => endpoint === changeSettings)).toBe(false);
    await user.clear(turn);
    await user.type(turn, "20");
    expect(screen.queryByText("A whole number from 5 to 60 seconds.")).toBeNull();
  });

  it("of the queue: who is rung, how long, and what a held caller hears", async () => {
    const client = adasClient();
    client.reply(changeSettings, v.parse(TenantSettings, {}));
    const user = showConsole(fakeServices(client), { fragment: "#/settings" });
    await user.selectOptions(
      await screen.findByLabelText("Who is rung"),
      "Everyone who is free at once",
    );
    await user.selectOptions(screen.getByLabelText("On hold"), "Nothing");
    const wait = screen.getByLabelText("Longest wait in seconds");
    await user.clear(wait);
    await user.type(wait, "90");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Saved");
    expect(bodyOf(client)).toEqual({
      queueStrategy: "ring_all",
      holdSound: "silence",
      maxWaitSeconds: 90,
    });
  });

  it("business hours begin with the usual week, and a day can have a break", async () => {
    const client = adasClient();
    client.reply(changeSettings, v.parse(TenantSettings, {}));
    const user = showConsole(fakeServices(client), { fragment: "#/settings" });
    await user.click(await screen.findByLabelText("Take calls to the team in business hours only"));
    const zone = screen.getByLabelText("Time zone");
    await user.clear(zone);
    await user.type(zone, "Europe/Berlin");
    for (const day of ["Tuesday", "Wednesday", "Thursday"])
      await user.click(screen.getByLabelText(day));
    await user.click(screen.getByLabelText("Sunday"));
    await user.click(screen.getByRole("button", { name: "Add hours on Monday" }));
    setTime("Monday to", "12:00");
    setTime("Monday from, span 2", "13:30");
    setTime("Monday to, span 2", "00:00");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Saved");
    expect(bodyOf(client)).toEqual({
      businessHours: {
        timeZone: "Europe/Berlin",
        spans: [
          { day: 1, from: "09:00", to: "12:00" },
          { day: 1, from: "13:30", to: "24:00" },
          { day: 5, from: "09:00", to: "17:00" },
          { day: 7, from: "09:00", to: "17:00" },
        ],
      },
    });
  });

  it("business hours that can't be are marked at their day", async () => {
    const client = adasClient();
    const user = showConsole(fakeServices(client), { fragment: "#/settings" });
    await user.click(await screen.findByLabelText("Take calls to the team in business hours only"));
    setTime("Friday to", "08:00");
    setTime("Monday from", "");
    const zone = screen.getByLabelText("Time zone");
    await user.clear(zone);
    await user.type(zone, "Mars/Olympus");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(
      screen.getByText("The end must come after the start.").closest(".hours-day")?.textContent,
    ).toContain("Friday");
    expect(screen.getByText("Give both times.").closest(".hours-day")?.textContent).toContain(
      "Monday",
    );
    expect(screen.getByText("Choose one from the list, such as Europe/Berlin.")).toBeDefined();
    expect(bodyOf(client)).toBeUndefined();
  });

  it("of the team are shown to admins only", async () => {
    const client = adasClient();
    client.reply(me, { ...adasProfile, role: "AGENT" });
    showConsole(fakeServices(client), { fragment: "#/settings" });
    expect(await screen.findByText("Acme")).toBeDefined();
    expect(screen.queryByLabelText("Websites")).toBeNull();
  });

  it("let the browser show notifications", async () => {
    const user = showConsole(fakeServices(adasClient()), { fragment: "#/settings" });
    await user.click(await screen.findByRole("button", { name: "Allow notifications" }));
    expect(await screen.findByText(/Notifications are on/u)).toBeDefined();
  });

  it("of the alerts on this computer are kept by the desktop app", async () => {
    const preferences = createFakePreferences();
    const user = showConsole(
      { ...fakeServices(adasClient()), platform: desktopPlatform({ preferences }) },
      { fragment: "#/settings" },
    );
    await user.click(await screen.findByLabelText("Do not disturb: show calls without a sound"));
    expect(preferences.get()).toEqual({ ...defaultPreferences, doNotDisturb: true });
    await user.click(screen.getByLabelText("Alert me to calls on this computer"));
    expect(preferences.get()).toEqual({ ...defaultPreferences, alerts: false, doNotDisturb: true });
    expect(screen.queryByLabelText(/Do not disturb/u)).toBeNull();
    expect(screen.getByText(/Calls appear only in this window/u)).toBeDefined();
  });

  it("of the alerts say when they can't be kept", async () => {
    const preferences = createFakePreferences({}, { fails: true });
    const user = showConsole(
      { ...fakeServices(adasClient()), platform: desktopPlatform({ preferences }) },
      { fragment: "#/settings" },
    );
    const alerts = await screen.findByRole<HTMLInputElement>("checkbox", { name: /Alert me/u });
    await user.click(alerts);
    expect(await screen.findByRole("alert")).toHaveProperty(
      "textContent",
      "This couldn't be saved. Check that the disk isn't full, and try again.",
    );
    expect(alerts.checked).toBe(true);
  });

  it("warn where the sign-in ends with the app", async () => {
    showConsole({
      ...fakeServices(adasClient()),
      platform: { ...quietPlatform, kind: "desktop", persistsSession: async () => false },
    });
    expect(await screen.findByText(/The keychain can't be used/u)).toBeDefined();
  });

  it("warn as soon as the keychain fails", async () => {
    let fail = (): void => undefined;
    const onSessionNotPersisted = (listener: () => void): (() => void) => {
      fail = listener;
      return () => undefined;
    };
    const platform: Platform = { ...quietPlatform, kind: "desktop", onSessionNotPersisted };
    showConsole({ ...fakeServices(adasClient()), platform }, { fragment: "#/settings" });
    await screen.findByText("Acme");
    expect(screen.queryByText(/The keychain can't be used/u)).toBeNull();
    act(() => fail());
    expect(screen.getByText(/The keychain can't be used/u)).toBeDefined();
  });
});

describe("inviting an agent", () => {
  it("sends the invitation and says to whom", async () => {
    const client = adasClient();
    client.reply(inviteAgent, { supabaseUserId: "new", email: "new@acme.test" });
    const user = showConsole(fakeServices(client), { fragment: "#/team" });
    await user.click(await screen.findByRole("button", { name: "Invite an agent" }));
    const form = screen.getByRole("region", { name: "Invite an agent" });
    await user.type(within(form).getByLabelText("First name"), "New");
    await user.type(within(form).getByLabelText("Last name"), "Agent");
    await user.type(within(form).getByLabelText("Email"), "new@acme.test");
    await user.click(within(form).getByRole("button", { name: "Send the invitation" }));
    expect(await within(form).findByText(/on its way to new@acme.test/u)).toBeDefined();
    expect(client.commands.find(([, endpoint]) => endpoint === inviteAgent)?.[2]).toEqual({
      body: { firstName: "New", lastName: "Agent", email: "new@acme.test" },
    });
  });

  it("says that the email has an account already", async () => {
    const client = adasClient();
    client.reply(inviteAgent, new ApiError("email_exists", 409));
    const user = showConsole(fakeServices(client), { fragment: "#/team" });
    await user.click(await screen.findByRole("button", { name: "Invite an agent" }));
    for (const label of ["First name", "Last name"])
      await user.type(screen.getByLabelText(label), "X");
    await user.type(screen.getByLabelText("Email"), "ada@acme.test{Enter}");
    expect(await screen.findByText("There is an account with this email already")).toBeDefined();
  });

  it("says that a person had an account, so that no mail was sent", async () => {
    const client = adasClient();
    const email = "new@acme.test";
    client.reply(inviteAgent, { supabaseUserId: "new", email, hadAccount: true });
    const user = showConsole(fakeServices(client), { fragment: "#/team" });
    await user.click(await screen.findByRole("button", { name: "Invite an agent" }));
    for (const label of ["First name", "Last name"])
      await user.type(screen.getByLabelText(label), "X");
    await user.type(screen.getByLabelText("Email"), `${email}{Enter}`);
    expect(
      await screen.findByText(/had an account already and is in your team now/u),
    ).toBeDefined();
  });

  it("says why the mail was not sent, and what to do", async () => {
    const client = adasClient();
    client.reply(inviteAgent, new ApiError("mail_limit_reached", 503));
    const user = showConsole(fakeServices(client), { fragment: "#/team" });
    await user.click(await screen.findByRole("button", { name: "Invite an agent" }));
    for (const label of ["First name", "Last name"])
      await user.type(screen.getByLabelText(label), "X");
    await user.type(screen.getByLabelText("Email"), "new@acme.test{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe(
      "The email wasn't sent: there were too many emails latelyTry again in an hour." +
        "Copy details",
    );
    expect(await copiedCode(user)).toBe("mail_limit_reached");
  });
});
