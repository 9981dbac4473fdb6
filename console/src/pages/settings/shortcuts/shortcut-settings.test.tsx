// @vitest-environment jsdom
import { cleanup, screen, waitFor } from "@testing-library/react";
import { defaultPreferences, type ShortcutAction } from "@synapse-voice/desktop/bridge";
import { afterEach, describe, expect, it } from "vitest";
import { adasClient, fakeServices } from "../../../testing/fake-console.ts";
import {
  createFakePreferences,
  createFakeShortcuts,
  desktopPlatform,
} from "../../../testing/fake-main-process.ts";
import { showConsole, showForAda } from "../../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

function show({
  problems = [],
  fails = false,
}: { problems?: readonly ShortcutAction[]; fails?: boolean } = {}) {
  const preferences = createFakePreferences({}, { fails });
  const shortcuts = createFakeShortcuts(problems);
  const platform = desktopPlatform({ preferences, shortcuts });
  const client = adasClient();
  const user = showConsole({ ...fakeServices(client), platform }, { fragment: "#/settings" });
  return { user, shortcuts, client, keys: () => preferences.get()?.shortcuts };
}
const field = (name: RegExp): Promise<HTMLElement> => screen.findByRole("button", { name });
const before = defaultPreferences.shortcuts;

describe("the keys that work in every program", () => {
  it("are recorded by keyboard, while the app leaves them to the page", async () => {
    const { user, shortcuts, keys } = show();
    const answer = await field(/^Answer: Ctrl\+Shift\+F8\. Change$/u);
    answer.focus();
    await user.keyboard("{Enter}");
    expect(answer.textContent).toBe("Press the new keys…");
    expect(shortcuts.isPaused).toBe(true);
    await user.keyboard("{Control>}{Alt>}a{/Alt}{/Control}");
    expect(keys()).toEqual({ ...before, answer: "CommandOrControl+Alt+A" });
    expect(await field(/^Answer: Ctrl\+Alt\+A\. Change$/u)).toBe(document.activeElement);
    expect(shortcuts.isPaused).toBe(false);
  });

  it("stay as they are with Esc, and when the focus goes on", async () => {
    const { user, shortcuts, keys } = show();
    const mute = await field(/^Mute or unmute: Ctrl/u);
    await user.click(mute);
    await user.keyboard("{Escape}");
    expect(mute.textContent).toBe("Ctrl+Shift+F9");
    await user.click(mute);
    await user.tab();
    expect(mute.textContent).toBe("Ctrl+Shift+F9");
    expect(shortcuts.isPaused).toBe(false);
    expect(keys()).toEqual(before);
  });

  it("are refused with words if another action has them, or if they type", async () => {
    const { user, client, keys } = show();
    const hangUp = await field(/^Hang up: /u);
    await user.click(hangUp);
    await user.keyboard("{Control>}{Shift>}{F8}{/Shift}{/Control}");
    expect(
      screen.getByText("Ctrl+Shift+F8 is already for “Answer”. Press other keys."),
    ).toBeDefined();
    await user.keyboard("m");
    expect(screen.getByText(/^Hold Ctrl, Alt or Super/u)).toBeDefined();
    // Not even the find dialog of the console opens.
    await user.keyboard("{Control>}k{/Control}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(client.commands.some(([command]) => command === "setMuted")).toBe(false);
    expect(keys()).toEqual({ ...before, hangUp: "CommandOrControl+K" });
  });

  it("are removed, and the focus stays at the action", async () => {
    const { user, keys } = show();
    await user.click(await field(/^Clear: Answer$/u));
    expect(await field(/^Answer: None\. Change$/u)).toBe(document.activeElement);
    expect(screen.queryByRole("button", { name: "Clear: Answer" })).toBeNull();
    await user.click(await field(/^Hang up: /u));
    await user.keyboard("{Backspace}");
    expect(keys()).toEqual({ ...before, answer: null, hangUp: null });
  });

  it("are named if they can't be used", async () => {
    show({ problems: ["answer"] });
    expect(
      await screen.findByText(
        "Answer: Ctrl+Shift+F8 can't be used. Another app may have it, or this keyboard lacks the key.",
      ),
    ).toBeDefined();
    expect(screen.queryByText(/^Hang up: .*can't be used/u)).toBeNull();
  });

  it("say when they can't be kept", async () => {
    const { user, keys } = show({ fails: true });
    await user.click(await field(/^Clear: Answer$/u));
    expect((await screen.findByRole("alert")).textContent).toContain("couldn't be saved");
    await waitFor(() => expect(keys()).toEqual(before));
  });

  it("are none of a web page's", async () => {
    showForAda(adasClient(), "#/settings");
    await screen.findByText("Device id");
    expect(screen.queryByText("Keys that work in every program")).toBeNull();
  });
});
