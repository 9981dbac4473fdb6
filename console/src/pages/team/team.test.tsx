// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import {
  changeAgent,
  inviteAgent,
  listTeam,
  me,
  removeAgent,
  resendInvitation,
  revokeInvitation,
  type Endpoint,
  type TeamMember,
} from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { adasProfile, members } from "../../testing/samples.ts";
import { showForAda } from "../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

function team(listed: readonly TeamMember[] = members): FakeCallClient {
  const client = adasClient();
  client.reply(listTeam, [...listed]);
  client.reply(changeAgent, ({ params }) => ({
    ...listed.find(({ supabaseUserId }) => supabaseUserId === params?.supabaseUserId)!,
  }));
  for (const endpoint of [removeAgent, revokeInvitation])
    client.reply(endpoint, { supabaseUserId: "grace" });
  client.reply(resendInvitation, { supabaseUserId: "ivy", email: "ivy@acme.test" });
  return client;
}
const twoAdmins = members.map((one) =>
  one.supabaseUserId === "edith" ? { ...one, role: "ADMIN" as const } : one,
);

/** Shows the team and waits until it can be managed. */
async function show(client = team()): Promise<UserEvent> {
  const { user } = showForAda(client, "#/team");
  await screen.findByRole("combobox", { name: "Role of Grace Agent" });
  return user;
}
const row = (name: string): HTMLElement =>
  screen.getAllByRole("listitem").find(({ textContent }) => textContent?.includes(name))!;
const press = (user: UserEvent, name: string, where = "Grace Agent"): Promise<void> =>
  user.click(within(row(where)).getByRole("button", { name }));
const role = (name: string): HTMLSelectElement =>
  screen.getByRole<HTMLSelectElement>("combobox", { name: `Role of ${name}` });
/** The requests that were sent to an endpoint. */
const sent = (client: FakeCallClient, endpoint: Endpoint): readonly unknown[] =>
  client.commands.filter(([, asked]) => asked === endpoint).map(([, , options]) => options);

describe("an admin's team", () => {
  it("shows roles, states, and who is only invited and can't be called", async () => {
    await show();
    expect(role("Grace Agent").value).toBe("AGENT");
    expect(row("Grace Agent").textContent).toContain("Available");
    expect(row("Ivy Invited").textContent).toContain("Invited · ivy@acme.test");
    const call = (name: string) => within(row(name)).queryByRole("button", { name: "Call" });
    expect([call("Grace Agent") === null, call("Ivy Invited") === null]).toEqual([false, true]);
    expect(call("Ada Agent")).toBeNull();
  });

  it("can't be called from the details of somebody who is only invited", async () => {
    const user = await show();
    await user.click(within(row("Ivy Invited")).getByRole("button", { name: /^Ivy Invited/u }));
    const detail = await screen.findByRole("region", { name: "Ivy Invited" });
    expect(within(detail).queryByRole("button", { name: /^Call/u })).toBeNull();
    await user.click(within(row("Grace Agent")).getByRole("button", { name: /^Grace Agent/u }));
    const other = await screen.findByRole("region", { name: "Grace Agent" });
    expect(within(other).getByRole("button", { name: /^Call/u })).toBeDefined();
  });

  it("is shown without controls to all others", async () => {
    const client = team();
    client.reply(me, { ...adasProfile, role: "SUPERVISOR" });
    showForAda(client, "#/team");
    await screen.findByRole("list", { name: "Team" });
    expect(screen.queryByRole("combobox")).toBeNull();
    expect(sent(client, listTeam)).toEqual([]);
  });

  it("is shown with the reason where it can't be managed now", async () => {
    const client = team();
    client.reply(listTeam, new ApiError("database_unavailable", 503));
    showForAda(client, "#/team");
    await screen.findByRole("list", { name: "Team" });
    const reason = "Roles and invitations can't be changed right now.";
    expect(await screen.findByText(reason)).toBeDefined();
  });

  it("is managed no longer by an admin whom another admin has lowered", async () => {
    const client = team(twoAdmins);
    const user = await show(client);
    for (const endpoint of [listTeam, changeAgent])
      client.reply(endpoint, new ApiError("forbidden", 403));
    await user.selectOptions(role("Grace Agent"), "Supervisor");
    await expect.poll(() => screen.queryByRole("combobox")).toBeNull();
    expect(screen.queryByRole("button", { name: "Invite an agent" })).toBeNull();
    expect(screen.queryByText("A team needs at least one admin")).toBeNull();
    await screen.findByRole("list", { name: "Team" });
  });

  it("gets another role", async () => {
    const client = team();
    const user = await show(client);
    await user.selectOptions(role("Grace Agent"), "Supervisor");
    expect(sent(client, changeAgent)).toEqual([
      { params: { supabaseUserId: "grace" }, body: { role: "SUPERVISOR" } },
    ]);
    expect(await screen.findByText("Grace is a supervisor now.")).toBeDefined();
  });

  it("gets phone numbers, by which links find them", async () => {
    const client = team();
    const user = await show(client);
    await press(user, "Change the phone number of Grace Agent");
    await user.type(
      screen.getByLabelText("Phone number of Grace Agent"),
      "+49 30 23125 100{Enter}",
    );
    await screen.findByText("Grace's phone number is +493023125100 now.");
    expect(sent(client, changeAgent)).toEqual([
      { params: { supabaseUserId: "grace" }, body: { phone: "+493023125100" } },
    ]);
    expect(screen.queryByLabelText("Phone number of Grace Agent")).toBeNull();
  });

  it("takes calls of the team, or not", async () => {
    const client = team();
    const user = await show(client);
    const box = (name: string) =>
      screen.getByRole<HTMLInputElement>("checkbox", { name: `Team's calls ring ${name}` });
    expect([box("Grace Agent").checked, box("Edith Agent").checked]).toEqual([true, false]);
    await user.click(box("Edith Agent"));
    expect(sent(client, changeAgent)).toEqual([
      { params: { supabaseUserId: "edith" }, body: { takesQueueCalls: true } },
    ]);
    expect(await screen.findByText("The team's calls ring Edith now.")).toBeDefined();
  });

  it("warns where nobody takes the team's calls", async () => {
    await show(team(members.map((one) => ({ ...one, takesQueueCalls: false }))));
    expect(screen.getByText(/Nobody takes the team's calls/u)).toBeDefined();
  });

  it("loses a person only after a question", async () => {
    const client = team();
    const user = await show(client);
    await press(user, "Remove Grace Agent");
    expect(screen.getByText("Remove Grace Agent from the team?")).toBeDefined();
    expect(document.activeElement?.textContent).toBe("Cancel");
    await press(user, "Cancel");
    expect(sent(client, removeAgent)).toEqual([]);
    await press(user, "Remove Grace Agent");
    await press(user, "Remove");
    expect(sent(client, removeAgent)).toEqual([{ params: { supabaseUserId: "grace" } }]);
    expect(await screen.findByText("Grace was removed.")).toBeDefined();
  });

  it("has a last admin, who can neither be removed nor lowered", async () => {
    await show();
    expect(role("Ada Agent").disabled).toBe(true);
    expect(
      within(row("Ada Agent")).getByRole<HTMLButtonElement>("button", { name: "Remove yourself" })
        .disabled,
    ).toBe(true);
  });

  it("says so where another admin was faster", async () => {
    const client = team(twoAdmins);
    client.reply(removeAgent, new ApiError("forbidden", 403));
    const user = await show(client);
    await press(user, "Remove Edith Agent", "Edith Agent");
    await press(user, "Remove", "Edith Agent");
    expect((await screen.findByRole("alert")).textContent).toContain(
      "A team needs at least one admin",
    );
  });

  it("asks admins who remove themselves, and signs them out", async () => {
    const client = team(twoAdmins);
    const user = await show(client);
    await press(user, "Remove yourself", "Ada Agent");
    expect(screen.getByText("Remove yourself from the team?")).toBeDefined();
    expect(sent(client, removeAgent)).toEqual([]);
    await press(user, "Remove me", "Ada Agent");
    expect(await screen.findByRole("button", { name: "Sign in" })).toBeDefined();
    expect(sent(client, removeAgent)).toEqual([{ params: { supabaseUserId: "ada" } }]);
  });

  it("asks admins who lower themselves, and takes their controls away", async () => {
    const client = team(twoAdmins);
    const user = await show(client);
    await user.selectOptions(role("Ada Agent"), "Agent");
    expect(sent(client, changeAgent)).toEqual([]);
    await press(user, "Become an agent", "Ada Agent");
    expect(sent(client, changeAgent)).toEqual([
      { params: { supabaseUserId: "ada" }, body: { role: "AGENT" } },
    ]);
    await expect.poll(() => screen.queryByRole("combobox")).toBeNull();
    expect(screen.queryByRole("button", { name: "Invite an agent" })).toBeNull();
  });

  it("sends an invitation again, and withdraws one after a question", async () => {
    const client = team();
    const user = await show(client);
    await press(user, "Send again the invitation of Ivy Invited", "Ivy Invited");
    expect(await screen.findByText(/A new link is on its way to ivy@acme.test/u)).toBeDefined();
    await press(user, "Withdraw the invitation of Ivy Invited", "Ivy Invited");
    await press(user, "Withdraw", "Ivy Invited");
    const options = [{ params: { supabaseUserId: "ivy" } }];
    expect([sent(client, resendInvitation), sent(client, revokeInvitation)]).toEqual([
      options,
      options,
    ]);
  });

  it("is joined by an admin who was invited as one", async () => {
    const client = team();
    client.reply(inviteAgent, { supabaseUserId: "new", email: "new@acme.test" });
    const user = await show(client);
    await user.click(screen.getByRole("button", { name: "Invite an agent" }));
    const form = screen.getByRole("region", { name: "Invite an agent" });
    for (const label of ["First name", "Last name"])
      await user.type(within(form).getByLabelText(label), "X");
    await user.selectOptions(within(form).getByLabelText("Role"), "Admin");
    await user.type(within(form).getByLabelText("Email"), "new@acme.test{Enter}");
    await within(form).findByText(/on its way to new@acme.test/u);
    expect(sent(client, inviteAgent)).toEqual([
      { body: { firstName: "X", lastName: "X", email: "new@acme.test", role: "ADMIN" } },
    ]);
  });
});
