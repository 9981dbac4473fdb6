// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen } from "@testing-library/react";
import { button, onCall, ownCall, ringing, second, showCalls } from "../../testing/show-calls.tsx";

afterEach(cleanup);

const dock = { placement: "docked" } as const;
/** Returns the part of the dock that holds an element: `bar`, `held`, `notices` or `ring`. */
const partOf = (element: HTMLElement): string | undefined =>
  element.closest('[class^="sv-dock-"]')?.className.replace("sv-dock-", "");

describe("a docked CallManager", () => {
  it("has the active call in the bar, and a call that rings in a part of its own", () => {
    showCalls({ calls: [second, onCall] }, dock);
    const heading = screen.getByRole("heading", { name: "On call with Carl Customer" });
    expect([partOf(heading), partOf(button("Hang up")), partOf(button("Mute"))]).toEqual([
      "bar",
      "bar",
      "bar",
    ]);
    expect(partOf(button("Hold and answer"))).toBe("ring");
  });

  it("leaves the buttons of the bar as they are when a call rings and stops", () => {
    const { set } = showCalls({ calls: [onCall] }, dock);
    const before = [button("Mute"), button("Hold"), button("Hang up")];
    set({ calls: [second, onCall] });
    set({ calls: [onCall] });
    expect([button("Mute"), button("Hold"), button("Hang up")]).toEqual(before);
    expect(before.every((one) => one.isConnected)).toBe(true);
  });

  it("has the outgoing call in the bar, and calls on hold below", () => {
    showCalls({ calls: [ownCall, { ...onCall, held: true }] }, dock);
    expect(partOf(button("Cancel"))).toBe("bar");
    expect(partOf(button("Resume"))).toBe("held");
  });

  it("has notices and problems with the sound in a part that moves no button of a call", () => {
    showCalls(
      { calls: [onCall], notice: { code: "database_unavailable", callId: "call-1" } },
      { ...dock, media: { status: "reconnecting" } },
    );
    expect(screen.getAllByRole("alert").map(partOf)).toEqual(["notices", "notices"]);
  });

  it("puts a call that rings later above the others, so that these stay in place", () => {
    showCalls({ calls: [second, ringing] }, dock);
    expect(
      screen.getAllByRole("alertdialog").map((dialog) => dialog.getAttribute("aria-label")),
    ).toEqual(["Incoming call from Grace Agent", "Incoming call from Carl Customer"]);
  });
});
