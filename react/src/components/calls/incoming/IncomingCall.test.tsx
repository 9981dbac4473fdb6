// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen, within } from "@testing-library/react";
import { aCallView, carl } from "@synapse-voice/client/testing";
import { button, ringing, showCalls } from "../../../testing/show-calls.tsx";

afterEach(cleanup);

describe("an incoming call", () => {
  it("shows who calls, from where, and rings", () => {
    const { sounding } = showCalls({ calls: [ringing] });
    const dialog = screen.getByRole("alertdialog", { name: "Incoming call from Carl Customer" });
    expect(within(dialog).getByText(/Customer portal/u)).toBeDefined();
    expect(sounding()).toBe("incoming");
  });

  it("is answered and declined by its buttons", async () => {
    const { client, user } = showCalls({ calls: [ringing] });
    await user.click(button("Answer"));
    await user.click(button("Decline"));
    expect(client.commands).toEqual([
      ["answer", "call-1"],
      ["decline", "call-1"],
    ]);
  });

  it("is answered by Enter and declined by Esc with the focus in it", async () => {
    const { client, user } = showCalls({ calls: [ringing] });
    expect(document.activeElement).toBe(screen.getByRole("alertdialog"));
    await user.keyboard("{Enter}");
    await user.keyboard("{Escape}");
    expect(client.commands).toEqual([
      ["answer", "call-1"],
      ["decline", "call-1"],
    ]);
  });

  it("Enter on Decline declines", async () => {
    const { client, user } = showCalls({ calls: [ringing] });
    button("Decline").focus();
    await user.keyboard("{Enter}");
    expect(client.commands).toEqual([["decline", "call-1"]]);
  });

  it("leaves the focus with somebody who types, tells them aloud, and takes no key from them", async () => {
    const { client, set, user } = showCalls({});
    await user.click(screen.getByLabelText("Notes"));
    set({ calls: [ringing] });
    await user.keyboard("hello{Enter}{Escape}");
    expect(screen.getByLabelText<HTMLInputElement>("Notes").value).toBe("hello");
    expect(client.commands).toEqual([]);
    expect(screen.getByText("Carl Customer is calling you").getAttribute("aria-live")).toBe(
      "assertive",
    );
  });

  it("falls silent the moment it is answered, and its buttons can't be pressed twice", () => {
    const { set, sounding } = showCalls({ calls: [ringing] });
    set({ calls: [{ ...ringing, phase: "answering" }] });
    expect(sounding()).toBeNull();
    expect(button("Answer").hasAttribute("disabled")).toBe(true);
  });

  for (const press of ["Answer", "Decline"]) {
    it(`falls silent at the press on ${press}, before the server has said anything`, async () => {
      const { user, sounding } = showCalls({ calls: [ringing] });
      await user.click(button(press));
      expect(sounding()).toBeNull();
    });
  }

  it("says where a name is not verified", () => {
    showCalls({ calls: [aCallView({ peer: { ...carl, verified: false } })] });
    expect(screen.getByText(/Name not verified/u)).toBeDefined();
  });

  it("has its caller's name as text only", () => {
    showCalls({ calls: [aCallView({ peer: { ...carl, name: "<img src=x onerror=alert(1)>" } })] });
    expect(document.querySelector("img")).toBeNull();
    expect(
      screen.getByRole("alertdialog", { name: "Incoming call from <img src=x onerror=alert(1)>" }),
    ).toBeDefined();
  });
});
