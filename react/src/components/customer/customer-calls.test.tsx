// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import {
  changeOwnCallback,
  me,
  ownCallback,
  queueStatus,
  requestCallback,
  withdrawCallback,
  type Callback,
} from "@synapse-voice/contract";
import { ApiError, type CallView } from "@synapse-voice/client";
import {
  aCallView,
  ada,
  aSnapshot,
  carl,
  createFakeCallClient,
  type FakeCallClient,
} from "@synapse-voice/client/testing";
import { CallButton } from "../CallButton.tsx";
import { CallManager } from "../calls/CallManager.tsx";
import { button, showCalls } from "../../testing/show-calls.tsx";
import { showComponent } from "../../testing/show-component.tsx";

afterEach(cleanup);

const own = (change: Partial<CallView> = {}): CallView =>
  aCallView({
    call: aSnapshot({ caller: carl, callee: null, offer: null, status: "QUEUED" }),
    role: "caller",
    peer: null,
    phase: "queued",
    here: true,
    ...change,
  });
const onCall = own({
  call: aSnapshot({ caller: carl, callee: ada, offer: null, status: "IN_PROGRESS" }),
  peer: ada,
  phase: "on-call",
  answeredAt: Date.parse("2026-01-01T09:00:00.000Z"),
});
const ended = (endReason: "cancelled" | "no_agent" | "hung_up"): CallView =>
  own({
    call: aSnapshot({ caller: carl, callee: null, offer: null, status: "MISSED", endReason }),
    phase: "ended",
  });
const asked: Callback = {
  id: "callback",
  status: "open",
  customer: { supabaseUserId: "carl", name: "Carl Customer" },
  topic: "My bill",
  callId: null,
  requestedAt: new Date(2026, 0, 1, 8, 49).toISOString(),
  preferredAt: null,
  claimedBy: null,
  doneAt: null,
};
const bodiesOf = (client: FakeCallClient, endpoint: unknown): unknown[] =>
  client.commands
    .filter(([name, sent]) => name === "request" && sent === endpoint)
    .map(([, , options]) => (options as { body: unknown }).body);
const asCustomer = { audience: "customer" } as const;
/** Shows the page of a customer on a client that has replies from the start. */
const showPage = (client: FakeCallClient) => {
  client.setNow(new Date(2026, 0, 1, 11).getTime());
  return showComponent(
    <>
      <CallButton label="Call us" />
      <CallManager />
    </>,
    client,
    "customer",
  );
};

describe("a customer's own call", () => {
  it("shows the place in the queue, and never initials of nobody", () => {
    const { set } = showCalls({ dialing: { calleeId: null, name: null } }, asCustomer);
    expect(screen.getByRole("group", { name: "Connecting…" })).toBeDefined();
    set({
      dialing: null,
      calls: [own()],
      queue: { position: 2, estimatedWaitSeconds: 180, staffed: true },
    });
    expect(
      screen.getByRole("group", { name: "You're second in line, about 3 minutes" }),
    ).toBeDefined();
    expect(document.body.textContent).not.toMatch(/TT|the team/u);
    set({ calls: [own({ phase: "ringing-out" })] });
    expect(screen.getByRole("group", { name: "Calling…" })).toBeDefined();
    set({ calls: [onCall] });
    expect(screen.getByRole("group", { name: "On call with Ada Agent" })).toBeDefined();
    expect(document.body.textContent).not.toContain("Would like to talk to you");
  });

  it("says that nobody is there, never that it is next, and offers a call-back", () => {
    showCalls(
      { calls: [own()], queue: { position: 1, estimatedWaitSeconds: null, staffed: false } },
      asCustomer,
    );
    const card = screen.getByRole("group", { name: "Nobody is available right now." });
    expect(card.textContent).not.toContain("next");
    expect(
      within(card)
        .getAllByRole("button")
        .map(({ textContent }) => textContent),
    ).toEqual(["Ask for a call-back", "Cancel"]);
  });

  it("is replaced by a call-back once that is sent", async () => {
    const { client, set, user } = showCalls({ calls: [own()] }, asCustomer);
    client.reply(requestCallback, asked);
    await user.click(button("Ask for a call-back"));
    const form = within(screen.getByRole("group", { name: "We'll call you back" }));
    await user.type(form.getByLabelText(/^What is it about/u), "My bill");
    fireEvent.change(form.getByLabelText(/^When should we call/u), {
      target: { value: "2026-01-02T14:30" },
    });
    await user.click(form.getByRole("button", { name: "Ask for a call-back" }));
    expect(await screen.findByText("Thank you. We'll call you back.")).toBeDefined();
    expect(bodiesOf(client, requestCallback)).toEqual([
      {
        topic: "My bill",
        callId: "call-1",
        preferredAt: new Date(2026, 0, 2, 14, 30).toISOString(),
      },
    ]);
    expect(client.commands).toContainEqual(["hangUp", "call-1"]);
    expect(client.commands).toContainEqual(["dismiss", "call-1"]);
    set({ calls: [] });
    expect(screen.queryByRole("group", { name: "We'll call you back" })).toBeNull();
  });

  it("that nobody answered, or that was cancelled, offers a call-back; one that was talked on does not", async () => {
    const { client, set, user } = showCalls({ calls: [ended("hung_up")] }, asCustomer);
    expect(screen.queryByRole("button", { name: "Ask for a call-back" })).toBeNull();
    for (const reason of ["cancelled", "no_agent"] as const) {
      set({ calls: [ended(reason)] });
      const card = within(screen.getByRole("group", { name: "Last call" }));
      await user.click(card.getByRole("button", { name: "Ask for a call-back" }));
      expect(client.commands).toContainEqual(["dismiss", "call-1"]);
    }
    client.reply(requestCallback, new ApiError("rate_limited", 429));
    await user.click(button("Ask for a call-back"));
    expect((await screen.findByRole("alert")).textContent).toBe("That was too often.");
    set({ calls: [], notice: { code: "closed", callId: "call-7" } });
    const notice = screen.getByText("We're closed right now.").closest<HTMLElement>(".sv-card")!;
    await user.click(within(notice).getByRole("button", { name: "Ask for a call-back" }));
    client.reply(requestCallback, asked);
    await user.click(button("Ask for a call-back"));
    expect(await screen.findByText("Thank you. We'll call you back.")).toBeDefined();
    expect(bodiesOf(client, requestCallback).at(-1)).toMatchObject({ callId: "call-7" });
  });

  it("is heard: the sound of the queue, the ringing, and a chime at the answer", async () => {
    const client = createFakeCallClient();
    client.reply(queueStatus, {
      open: true,
      opensAt: null,
      hours: null,
      waiting: 1,
      estimatedWaitSeconds: null,
      queueSound: "music",
    });
    const { set, sounding } = showCalls({}, { audience: "customer", client });
    act(() => client.set({ calls: [own()] }));
    await expect.poll(sounding).toBe("queue");
    set({ calls: [own({ phase: "ringing-out" })] });
    expect(sounding()).toBe("outgoing");
    set({ calls: [onCall] });
    expect(sounding()).toBe("answered");
    await expect.poll(sounding, { timeout: 3_000 }).toBeNull();
  });

  it("is told by the title of the tab", () => {
    document.title = "Your orders";
    const { set } = showCalls({ calls: [own()] }, asCustomer);
    expect(document.title).toBe("Waiting for someone… · Your orders");
    set({ calls: [onCall] });
    expect(document.title).toBe("On call with Ada Agent · Your orders");
    set({ calls: [] });
    expect(document.title).toBe("Your orders");
  });
});

describe("a customer's request for a call-back", () => {
  it("shows on the next visit, and can be changed and withdrawn", async () => {
    const client = createFakeCallClient();
    client.reply(ownCallback, { callback: asked });
    const { user } = showPage(client);
    const note = await screen.findByText(/^You asked at 08:49/u);
    expect(note.textContent).toBe("You asked at 08:49 · Change · Cancel");
    await user.click(button("Change the call-back"));
    const topic = screen.getByLabelText<HTMLTextAreaElement>(/^What is it about/u);
    expect(topic.value).toBe("My bill");
    await user.type(topic, "s");
    client.reply(changeOwnCallback, asked);
    await user.click(button("Save the change"));
    expect(await screen.findByText("Thank you. We'll call you back.")).toBeDefined();
    expect(bodiesOf(client, changeOwnCallback)).toEqual([{ topic: "My bills", preferredAt: null }]);
    await user.click(button("Close"));
    client.reply(withdrawCallback, { withdrawn: true });
    client.reply(ownCallback, { callback: null });
    await user.click(button("Cancel the call-back"));
    await expect.poll(() => screen.queryByText(/^You asked/u)).toBeNull();
  });

  it("is named in the ring of the agent who has taken it on", async () => {
    const client = createFakeCallClient();
    client.reply(ownCallback, {
      callback: {
        ...asked,
        status: "claimed",
        claimedBy: { supabaseUserId: "ada", name: "Ada Agent" },
      },
    });
    client.reply(me, {
      supabaseUserId: "carl",
      type: "PORTAL_CUSTOMER",
      role: null,
      firstName: "Carl",
      lastName: "Customer",
      tenantName: "Acme",
    });
    showPage(client);
    act(() => client.set({ calls: [aCallView({ peer: ada })] }));
    expect(await screen.findByText(/Ada from Acme · your call-back request/u)).toBeDefined();
  });

  it("is offered by the button of the team while nobody is at work, which still calls", async () => {
    const client = createFakeCallClient();
    client.reply(queueStatus, {
      open: true,
      opensAt: null,
      hours: null,
      waiting: 0,
      estimatedWaitSeconds: null,
      staffed: false,
    });
    const { user } = showPage(client);
    expect(await screen.findByText("Nobody is available right now.")).toBeDefined();
    await user.click(button("Call us"));
    expect(client.commands.at(-1)?.[0]).toBe("call");
    await user.click(button("Ask for a call-back"));
    expect(screen.getByRole("group", { name: "We'll call you back" })).toBeDefined();
  });
});
