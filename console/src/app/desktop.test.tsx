// @vitest-environment jsdom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { adasClient, fakeServices } from "../testing/fake-console.ts";
import { desktopPlatform } from "../testing/fake-main-process.ts";
import { button, showConsole } from "../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const banner = /^This desktop has no tray, so closing the window minimised it/u;

describe("the console in the desktop app", () => {
  function show() {
    const listeners = { trayMissing: new Set<() => void>(), openSettings: new Set<() => void>() };
    const listen = (to: Set<() => void>) => (listener: () => void) => {
      to.add(listener);
      return () => void to.delete(listener);
    };
    let quits = 0;
    const platform = desktopPlatform({
      onTrayMissing: listen(listeners.trayMissing),
      onOpenSettings: listen(listeners.openSettings),
      quit: () => void (quits += 1),
    });
    const services = { ...fakeServices(adasClient()), platform };
    const user = showConsole(services);
    const send = (name: keyof typeof listeners): void =>
      act(() => listeners[name].forEach((listener) => listener()));
    return { user, send, quits: () => quits };
  }

  it("says each time why the window did not close, and can quit then", async () => {
    const { user, send, quits } = show();
    await screen.findByText("Available · reachable here");
    expect(screen.queryByText(banner)).toBeNull();
    send("trayMissing");
    expect(screen.getByText(banner)).toBeDefined();
    await user.click(button("Close"));
    expect(screen.queryByText(banner)).toBeNull();
    send("trayMissing");
    await user.click(button("Quit"));
    expect(quits()).toBe(1);
  });

  it("shows the settings that were chosen in the tray, also in front of a person", async () => {
    const { user, send } = show();
    await screen.findByText("Available · reachable here");
    await user.click((await screen.findAllByRole("button", { name: /Dora Customer/u }))[0]!);
    await screen.findByRole("region", { name: "Dora Customer" });
    send("openSettings");
    expect(screen.getByRole("main", { name: "Settings" })).toBeDefined();
    expect(screen.queryByRole("region", { name: "Dora Customer" })).toBeNull();
  });
});
