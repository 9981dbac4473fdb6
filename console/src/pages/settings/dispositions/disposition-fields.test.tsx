// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cleanup, screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import {
  changeSettings,
  getSettings,
  TenantSettings,
  type Disposition,
} from "@synapse-voice/contract";
import * as v from "valibot";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient } from "../../../testing/fake-console.ts";
import { button, showForAda } from "../../../testing/show-console.tsx";

afterEach(cleanup);

describe("outcomes in the settings", () => {
  const solved: Disposition = { id: "solved", label: "Solved" };
  const lost: Disposition = { id: "lost", label: "Lost" };
  let client: FakeCallClient;
  let user: UserEvent;
  let group: HTMLElement;
  const settingsWith = (dispositions: readonly Disposition[]): TenantSettings =>
    v.parse(TenantSettings, { dispositions });
  const show = async (dispositions: readonly Disposition[]): Promise<void> => {
    client = adasClient();
    client.reply(getSettings, settingsWith(dispositions));
    ({ user } = showForAda(client, "#/settings"));
    group = await screen.findByRole("group", { name: "Outcomes" });
  };
  const sent = (): unknown => {
    const [, , options] =
      client.commands.findLast(([, endpoint]) => endpoint === changeSettings) ?? [];
    return (options as { body: unknown } | undefined)?.body;
  };
  const fields = () => within(group).getAllByLabelText<HTMLInputElement>("Name of the outcome");

  beforeEach(() => show([solved, lost]));

  it("are added with a name, of which their id is made once", async () => {
    await user.click(button("Add an outcome"));
    expect(document.activeElement).toBe(fields()[2]);
    await user.keyboard("Call again");
    expect(screen.getByText("Outcomes", { selector: ".unsaved p" })).toBeDefined();
    const added = { id: "call-again", label: "Call again" };
    client.reply(changeSettings, settingsWith([solved, lost, added]));
    await user.click(button("Save"));
    await screen.findByText("Saved");
    expect(sent()).toEqual({ dispositions: [solved, lost, added] });
    await user.type(fields()[2]!, " soon");
    await user.click(button("Save"));
    await expect
      .poll(sent)
      .toEqual({ dispositions: [solved, lost, { id: "call-again", label: "Call again soon" }] });
  });

  it("are moved, with the focus on what moved", async () => {
    await user.click(button("Move Lost up"));
    expect(fields().map(({ value }) => value)).toEqual(["Lost", "Solved"]);
    expect(document.activeElement).toBe(button("Move Lost down"));
    await user.keyboard("{Enter}");
    expect(fields().map(({ value }) => value)).toEqual(["Solved", "Lost"]);
    expect(document.activeElement).toBe(button("Move Lost up"));
    expect(screen.queryByText("Unsaved changes")).toBeNull();
  });

  it("are removed, which moves the focus to what follows", async () => {
    client.reply(changeSettings, settingsWith([lost]));
    await user.click(button("Remove Solved"));
    expect(document.activeElement).toBe(button("Add an outcome"));
    await user.click(button("Save"));
    await screen.findByText("Saved");
    expect(sent()).toEqual({ dispositions: [lost] });
  });

  it("without a name are marked, and nothing is sent", async () => {
    await user.click(button("Add an outcome"));
    await user.click(button("Save"));
    expect(fields()[2]?.getAttribute("aria-invalid")).toBe("true");
    expect(within(group).getByText("Give the outcome a name.")).toBeDefined();
    await expect.poll(() => document.activeElement).toBe(fields()[2]);
    expect(sent()).toBeUndefined();
  });

  it("are 50 at most", async () => {
    cleanup();
    await show(Array.from({ length: 50 }, (_one, at) => ({ id: `d${at}`, label: `No. ${at}` })));
    expect(button("Add an outcome").hasAttribute("disabled")).toBe(true);
    expect(within(group).getByText(/^At most 50 outcomes/u)).toBeDefined();
  });
});
