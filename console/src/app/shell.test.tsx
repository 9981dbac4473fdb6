// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import { callHistory, me } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { aCallView, type FakeCallMedia } from "@synapse-voice/client/testing";
import type { Attention } from "../shared/platform/index.ts";
import { adasClient, fakeServices, quietPlatform } from "../testing/fake-console.ts";
import { adasProfile, anEntry, reachable } from "../testing/samples.ts";
import { button, lastCommand, showConsole, showForAda } from "../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

describe("an incoming call", () => {
  it("shows on every page, and is answered", async () => {
    const { client, user } = showForAda(adasClient({ calls: [aCallView()] }), "#/settings");
    expect(
      await screen.findByRole("alertdialog", { name: "Incoming call from Carl Customer" }),
    ).toBeDefined();
    await user.click(button("Answer"));
    expect(lastCommand(client)).toEqual(["answer", "call-1"]);
  });

  it("reaches tab, tray and notification by the platform", async () => {
    const shown: (Attention | null)[] = [];
    const client = adasClient({ calls: [aCallView()] });
    showConsole({
      ...fakeServices(client),
      platform: { ...quietPlatform, show: (attention) => shown.push(attention) },
    });
    await screen.findByRole("alertdialog");
    await expect
      .poll(() => shown.at(-1))
      .toEqual({
        state: "available",
        reachable: true,
        ringing: { callId: "call-1", name: "Carl Customer", about: "Customer portal" },
        onCallWith: null,
        waiting: 0,
        missed: 0,
        unheard: false,
      });
    act(() => client.set({ calls: [aCallView({ phase: "on-call", here: true })] }));
    await expect
      .poll(() => shown.at(-1))
      .toMatchObject({ ringing: null, onCallWith: "Carl Customer" });
    act(() =>
      client.set({
        calls: [aCallView({ phase: "on-call", here: true, held: true })],
        presence: { ...reachable, waiting: 3 },
      }),
    );
    await expect
      .poll(() => shown.at(-1))
      .toMatchObject({ onCallWith: "Carl Customer", waiting: 3 });
  });

  it.each([
    ["refused", true],
    ["missing", true],
    ["ready", false],
    ["unknown", false],
  ] as const)("says that a microphone is %s, unless a call uses it", async (state, unheard) => {
    const shown: (Attention | null)[] = [];
    const services = fakeServices(adasClient(), { microphone: state });
    const media = services.media as FakeCallMedia;
    showConsole({
      ...services,
      platform: { ...quietPlatform, show: (attention) => shown.push(attention) },
    });
    await expect.poll(() => shown.at(-1)).toMatchObject({ unheard });
    act(() => media.set({ microphone: "on" }));
    await expect.poll(() => shown.at(-1)).toMatchObject({ unheard: false });
  });
});

describe("a page that breaks", () => {
  it("keeps its fault to itself: a call is answered beside it, and other pages work", async () => {
    const consoleError = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const client = adasClient({ calls: [aCallView()] });
    client.reply(callHistory, [{ ...anEntry("1", 1), placedAt: "no time at all" }]);
    const { user } = showForAda(client);
    expect(await screen.findByText("This page can't be shown")).toBeDefined();
    await user.click(button("Answer"));
    expect(lastCommand(client)).toEqual(["answer", "call-1"]);
    await user.click(screen.getByRole("link", { name: "Customers" }));
    expect(await screen.findByText("Dora Customer")).toBeDefined();
    consoleError.mockRestore();
  });
});

describe("a person's details", () => {
  it("show who it is and the calls with them, and can call", async () => {
    const { client, user } = showForAda();
    const today = await screen.findByRole("region", { name: "Today" });
    await user.click(within(today).getAllByRole("button", { name: /Dora Customer/u })[0]!);
    const detail = await screen.findByRole("region", { name: "Dora Customer" });
    expect(await within(detail).findByText("Outgoing · 1:03:11")).toBeDefined();
    await user.click(within(detail).getByRole("button", { name: "Call" }));
    expect(lastCommand(client)).toEqual([
      "call",
      { supabaseUserId: "dora", name: "Dora Customer" },
    ]);
    await user.click(button("Back"));
    expect(screen.queryByRole("region", { name: "Dora Customer" })).toBeNull();
  });
});

describe("somebody who can't work here", () => {
  const asCarl = (portalUrl: string | null) => {
    const client = adasClient();
    client.reply(me, {
      ...adasProfile,
      type: "PORTAL_CUSTOMER",
      role: null,
      firstName: "Carl",
      lastName: "Customer",
      portalUrl,
    });
    return showForAda(client);
  };

  it("as a customer is told where their calls are, with a link to it", async () => {
    asCarl("https://portal.acme.example/help");
    expect(await screen.findByText("Your account with Acme is ready")).toBeDefined();
    expect(screen.getByText(/Sign in at portal\.acme\.example with ada@acme\.test/u)).toBeDefined();
    const link = screen.getByRole("link", { name: "Go to portal.acme.example" });
    expect(link.getAttribute("href")).toBe("https://portal.acme.example/help");
  });

  it.each([null, "javascript:alert(1)", "no address"])(
    "as a customer is told whose website it is if no portal is set: %s",
    async (portalUrl) => {
      const { user } = asCarl(portalUrl);
      expect(await screen.findByText(/Sign in at the website of Acme with/u)).toBeDefined();
      expect(screen.queryByRole("link")).toBeNull();
      await user.click(button("Sign out"));
      expect(await screen.findByRole("heading", { name: "Sign in" })).toBeDefined();
    },
  );

  it("without a tenant is told so, and can sign out", async () => {
    const client = adasClient();
    client.reply(me, new ApiError("not_provisioned", 403));
    const { user } = showForAda(client);
    expect(await screen.findByText("Your account belongs to no company yet")).toBeDefined();
    await user.click(button("Sign out"));
    expect(await screen.findByRole("heading", { name: "Sign in" })).toBeDefined();
  });
});
