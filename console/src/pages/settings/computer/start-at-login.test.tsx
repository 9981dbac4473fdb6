// @vitest-environment jsdom
import { cleanup, screen, waitFor } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { adasClient, fakeServices } from "../../../testing/fake-console.ts";
import { createFakeLoginItem, desktopPlatform } from "../../../testing/fake-main-process.ts";
import { showConsole } from "../../../testing/show-console.tsx";

afterEach(cleanup);

const show = (loginItem: ReturnType<typeof createFakeLoginItem>): UserEvent =>
  showConsole(
    { ...fakeServices(adasClient()), platform: desktopPlatform({ loginItem }) },
    { fragment: "#/settings" },
  );
const box = (): Promise<HTMLInputElement> =>
  screen.findByRole("checkbox", { name: /^Start Synapse Voice in the tray/u });

describe("the start at login", () => {
  it("is turned on and off in the system", async () => {
    const loginItem = createFakeLoginItem();
    const user = show(loginItem);
    await user.click(await box());
    await waitFor(async () => expect((await box()).checked).toBe(true));
    expect(await loginItem.isEnabled()).toBe(true);
    await user.click(await box());
    expect(await loginItem.isEnabled()).toBe(false);
  });

  it("says when the system does not let it be changed", async () => {
    const user = show(createFakeLoginItem({ fails: true }));
    await user.click(await box());
    expect((await screen.findByRole("alert")).textContent).toMatch(/^This couldn't be changed/u);
    expect((await box()).checked).toBe(false);
  });
});
