// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, fireEvent, screen } from "@testing-library/react";
import {
  changeSettings,
  getSettings,
  TenantSettings,
  TenantSettingsChange,
} from "@synapse-voice/contract";
import * as v from "valibot";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient } from "../../../testing/fake-console.ts";
import { button, showForAda } from "../../../testing/show-console.tsx";
import { changeOfRecording, draftOfRecording, problemsOfRecording } from "./recording-draft.ts";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const { recording } = v.parse(TenantSettings, {});
const draft = draftOfRecording(recording);
const select = (name: string) => screen.findByRole<HTMLSelectElement>("combobox", { name });
const sent = (client: FakeCallClient) =>
  client.commands
    .filter(([, endpoint]) => endpoint === changeSettings)
    .map(([, , options]) => (options as { body: unknown }).body);

describe("the recording's settings", () => {
  it("are a choice for each direction, and more once calls are recorded", async () => {
    const client = adasClient();
    client.reply(
      changeSettings,
      v.parse(TenantSettings, { recording: { modes: { inbound: "ask" } } }),
    );
    const { user } = showForAda(client, "#/settings");
    const inbound = await select("Calls from customers");
    expect([...inbound.options].map(({ label }) => label)).toEqual([
      "Not recorded",
      "Recorded, and both are told",
      "Recorded if the customer agrees",
      "Recorded if the agent starts it",
    ]);
    expect(screen.queryByLabelText("Keep recordings for in days")).toBeNull();
    await user.selectOptions(inbound, "Recorded if the customer agrees");
    fireEvent.change(screen.getByLabelText("Keep recordings for in days"), {
      target: { value: "30" },
    });
    await user.click(screen.getByLabelText("Resume by itself after the longest pause"));
    await user.click(screen.getByLabelText(/^No recording, no call/u));
    expect(screen.getByText("Recording", { selector: ".sv-secondary" })).toBeDefined();
    await user.click(button("Save"));
    await screen.findByText("Saved");
    expect(sent(client)).toEqual([
      {
        recording: {
          modes: { inbound: "ask" },
          retentionDays: 30,
          autoResume: true,
          noRecordingNoCall: true,
        },
      },
    ]);
  });

  it("say what can't be, and nothing is sent", async () => {
    const client = adasClient();
    client.reply(
      getSettings,
      v.parse(TenantSettings, { recording: { modes: { outbound: "notice" } } }),
    );
    const { user } = showForAda(client, "#/settings");
    const pause = await screen.findByLabelText("Longest pause in seconds");
    fireEvent.change(pause, { target: { value: "5" } });
    await user.click(button("Save"));
    expect(screen.getByText("A whole number from 10 to 3600 seconds.")).toBeDefined();
    expect(sent(client)).toEqual([]);
  });

  it("have one sentence about the law", async () => {
    showForAda(adasClient(), "#/settings");
    expect(
      await screen.findByText(/^In many countries, everyone on a call must know/u),
    ).toBeDefined();
  });
});

describe("a change of the recording's settings", () => {
  it("names only what has changed, and what the server takes", () => {
    expect(changeOfRecording(draft, recording)).toBeNull();
    const change = changeOfRecording(
      {
        ...draft,
        modes: { ...draft.modes, internal: "agent" },
        retentionDays: " ",
        listeners: { ...draft.listeners, agents: "none" },
      },
      recording,
    );
    expect(change).toEqual({
      modes: { internal: "agent" },
      retentionDays: null,
      listeners: { agents: "none" },
    });
    expect(v.is(TenantSettingsChange, { recording: change })).toBe(true);
  });

  it.each([
    ["retentionDays", ["0", "1.5", "x", "3651"], ["1", "3650", ""]],
    ["maxPauseSeconds", ["", "9", "1.5", "3601"], ["10", "3600"]],
  ] as const)("has the bounds that the server has: %s", (name, wrong, right) => {
    for (const text of wrong)
      expect(problemsOfRecording({ ...draft, [name]: text })).toEqual({
        [name]: expect.stringMatching(/^A whole number from \d+ to \d+ /u),
      });
    for (const text of right) {
      expect(problemsOfRecording({ ...draft, [name]: text })).toBeNull();
      const change = changeOfRecording({ ...draft, [name]: text }, recording);
      expect(v.is(TenantSettingsChange, { recording: change ?? {} })).toBe(true);
    }
  });
});
