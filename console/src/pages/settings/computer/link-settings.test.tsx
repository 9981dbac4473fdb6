// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { adasClient, fakeServices } from "../../../testing/fake-console.ts";
import { createFakeLinks } from "../../../testing/fake-links.ts";
import { desktopPlatform } from "../../../testing/fake-main-process.ts";
import { showConsole, showForAda } from "../../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const show = (...args: Parameters<typeof createFakeLinks>) => {
  const platform = desktopPlatform({ links: createFakeLinks(...args) });
  return showConsole({ ...fakeServices(adasClient()), platform }, { fragment: "#/settings" });
};
const box = (name: RegExp): Promise<HTMLInputElement> => screen.findByRole("checkbox", { name });

describe("the links that the app opens", () => {
  it("are shown as the system has them, and are changed", async () => {
    const user = show({ "synapse-voice": true });
    const tel = await box(/\(tel:\)/u);
    const own = await box(/\(synapse-voice:\)/u);
    expect([own.checked, own.disabled, tel.checked]).toEqual([true, true, false]);
    await user.click(tel);
    expect((await box(/\(tel:\)/u)).checked).toBe(true);
    await user.click(tel);
    expect((await box(/\(tel:\)/u)).checked).toBe(false);
    expect(screen.queryByText(/didn't change this/u)).toBeNull();
  });

  it.each([
    ["register", false, /Install Synapse Voice first/u],
    ["be removed", true, /Choose another app/u],
  ])("that can't %s stay as they are, with what to do", async (_what, tel, words) => {
    const user = show({ tel }, ["tel"]);
    await user.click(await box(/\(tel:\)/u));
    expect(await screen.findByText(words)).toBeDefined();
    expect((await box(/\(tel:\)/u)).checked).toBe(tel);
  });

  it("are none of a web page's", async () => {
    showForAda(adasClient(), "#/settings");
    await screen.findByText("Device id");
    expect(screen.queryByText(/Open these links/u)).toBeNull();
  });
});
