// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import { aCallView, aSnapshot, grace } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { reachable } from "../../testing/samples.ts";
import { button, showForAda } from "../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const withCarl = aCallView({ phase: "on-call", role: "callee", here: true });
const withGrace = aCallView({
  call: aSnapshot({ id: "call-2", status: "IN_PROGRESS", caller: grace }),
  peer: grace,
  phase: "on-call",
  role: "callee",
  here: true,
});
const page = (name: string) => screen.queryByRole("region", { name });
const frame = () => document.querySelector(".shell")?.classList;

describe("on a call", () => {
  it("the customer's page is shown, with the calls with them, and without a second Call", async () => {
    showForAda(adasClient({ calls: [withCarl] }));
    const carl = within(await screen.findByRole("region", { name: "Carl Customer" }));
    expect(await carl.findByText("Today, 11:36")).toBeDefined();
    expect(await carl.findByText("carl@customer.test")).toBeDefined();
    expect(carl.getByText("On a call with you")).toBeDefined();
    expect(carl.queryByRole("button", { name: "Call" })).toBeNull();
    expect(page("Overview")).toBeNull();
  });

  it("the microphone can be chosen on the customer's page, as long as the call is on this device", async () => {
    const { client, user } = showForAda(adasClient({ calls: [withCarl] }));
    await user.click(await screen.findByRole("button", { name: "Microphone", expanded: false }));
    expect(screen.getByRole("button", { name: "Microphone", expanded: true })).toBeDefined();
    expect(screen.getByRole("link", { name: "All devices" }).getAttribute("href")).toBe(
      "#/devices",
    );
    act(() => client.set({ calls: [{ ...withCarl, here: false }] }));
    expect(screen.queryByRole("button", { name: "Microphone" })).toBeNull();
  });

  it("the page comes without taking the focus from what the agent does", async () => {
    const { client, user } = showForAda(adasClient(), "#/customers");
    await user.click(await screen.findByRole("searchbox"));
    act(() => client.set({ calls: [withCarl] }));
    expect(await screen.findByRole("region", { name: "Carl Customer" })).toBeDefined();
    expect(document.activeElement).toBe(screen.getByRole("searchbox"));
  });

  it("another person can be looked up, and the next call shows its own person", async () => {
    const { client, user } = showForAda(adasClient({ calls: [withCarl] }), "#/customers");
    const list = within(await screen.findByRole("list", { name: "Customers" }));
    await user.click(list.getByRole("button", { name: /^Dora/u }));
    expect(page("Dora Customer")).not.toBeNull();
    expect(page("Carl Customer")).toBeNull();
    await user.click(button("Back"));
    expect(page("Carl Customer")).not.toBeNull();
    await user.click(list.getByRole("button", { name: /^Dora/u }));
    act(() => client.set({ calls: [{ ...withCarl, held: true }, withGrace] }));
    expect(page("Grace Agent")).not.toBeNull();
    expect(page("Dora Customer")).toBeNull();
  });

  it("a window with one pane shows the customer, until the agent goes to a list", async () => {
    const { user } = showForAda(adasClient({ calls: [withCarl] }));
    await screen.findByRole("region", { name: "Carl Customer" });
    expect(frame()?.contains("shell-detail")).toBe(true);
    await user.click(screen.getByRole("link", { name: /^Calls/u }));
    expect(frame()?.contains("shell-detail")).toBe(false);
    expect(page("Carl Customer")).not.toBeNull();
  });

  it("settings and team keep their whole width", async () => {
    showForAda(adasClient({ calls: [withCarl] }), "#/team");
    await screen.findByRole("list", { name: "Team" });
    expect(page("Carl Customer")).toBeNull();
    expect(frame()?.contains("shell-detail")).toBe(false);
  });
});

describe("after a call", () => {
  it("the customer's page stays through the wrap-up, and can call again", async () => {
    const wrapUp = { ...reachable, state: "wrap_up" as const, wrapUpUntil: null };
    const { client } = showForAda(adasClient({ calls: [withCarl] }));
    await screen.findByRole("region", { name: "Carl Customer" });
    act(() => client.set({ calls: [], presence: wrapUp }));
    const carl = within(screen.getByRole("region", { name: "Carl Customer" }));
    expect(await carl.findByRole("button", { name: "Call" })).toBeDefined();
    act(() => client.set({ presence: reachable }));
    expect(page("Carl Customer")).toBeNull();
    expect(page("Overview")).not.toBeNull();
  });
});
