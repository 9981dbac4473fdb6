// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen, within } from "@testing-library/react";
import { changeSettings, inviteAgent, me, TenantSettings } from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError } from "@synapse-voice/client/signal";
import { showConsole } from "../gallery/show-console.tsx";
import { adasClient, fakeServices, quietPlatform } from "../gallery/world.ts";

afterEach(cleanup);

describe("the settings", () => {
  it("of the team are saved as a whole, in the server's form", async () => {
    const client = adasClient();
    client.reply(changeSettings, v.parse(TenantSettings, { ringTimeoutSeconds: 45, hideAgentEmails: true }));
    const user = showConsole(fakeServices(client), { fragment: "#/settings" });
    const seconds = await screen.findByLabelText("Ring time in seconds");
    await user.clear(seconds);
    await user.type(seconds, "45");
    await user.click(screen.getByLabelText("Hide agents' emails from customers"));
    const origins = screen.getByLabelText("Websites");
    await user.clear(origins);
    await user.type(origins, "https://portal.example.com/{Enter}{Enter} http://127.0.0.1:5174");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved")).toBeDefined();
    const sent = client.commands.find(([, endpoint]) => endpoint === changeSettings);
    expect(sent?.[2]).toEqual({ body: { ringTimeoutSeconds: 45, hideAgentEmails: true, allowedOrigins: ["https://portal.example.com", "http://127.0.0.1:5174"] } });
  });

  it("that the server refuses are explained", async () => {
    const client = adasClient();
    client.reply(changeSettings, new ApiError("invalid_request", 400));
    const user = showConsole(fakeServices(client), { fragment: "#/settings" });
    await user.click(await screen.findByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Check the ring time/u)).toBeDefined();
  });

  it("of the team are shown to admins only", async () => {
    const client = adasClient();
    client.reply(me, { supabaseUserId: "ada", type: "CRM_USER", role: "AGENT", firstName: "Ada", lastName: "Agent", tenantName: "Acme" });
    showConsole(fakeServices(client), { fragment: "#/settings" });
    expect(await screen.findByText("Acme")).toBeDefined();
    expect(screen.queryByLabelText("Websites")).toBeNull();
  });

  it("let the browser show notifications", async () => {
    const user = showConsole(fakeServices(adasClient()), { fragment: "#/settings" });
    await user.click(await screen.findByRole("button", { name: "Allow notifications" }));
    expect(await screen.findByText(/Notifications are on/u)).toBeDefined();
  });

  it("warn where the sign-in ends with the app", async () => {
    showConsole({ ...fakeServices(adasClient()), platform: { ...quietPlatform, kind: "desktop", keepsSession: async () => false } });
    expect(await screen.findByText(/This machine has no keychain/u)).toBeDefined();
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
    expect(client.commands.find(([, endpoint]) => endpoint === inviteAgent)?.[2]).toEqual({ body: { firstName: "New", lastName: "Agent", email: "new@acme.test" } });
  });

  it("says that the email has an account already", async () => {
    const client = adasClient();
    client.reply(inviteAgent, new ApiError("email_exists", 409));
    const user = showConsole(fakeServices(client), { fragment: "#/team" });
    await user.click(await screen.findByRole("button", { name: "Invite an agent" }));
    for (const label of ["First name", "Last name"]) await user.type(screen.getByLabelText(label), "X");
    await user.type(screen.getByLabelText("Email"), "ada@acme.test{Enter}");
    expect(await screen.findByText("There is an account with this email already")).toBeDefined();
  });
});
