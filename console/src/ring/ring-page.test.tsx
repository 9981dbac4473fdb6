// @vitest-environment jsdom
import { act, cleanup, render, screen } from "@testing-library/react";
import type { ClientState } from "@synapse-voice/client";
import { listCallbacks, type Callback } from "@synapse-voice/contract";
import { aCallView, aSnapshot, carl, grace } from "@synapse-voice/client/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callbacks } from "../testing/callbacks.ts";
import { adasClient, fakeServices } from "../testing/fake-console.ts";
import { RingPage } from "./RingPage.tsx";

afterEach(cleanup);
beforeEach(() => void (document.title = ""));

const ringing = aCallView();
const second = aCallView({ call: aSnapshot({ id: "call-2", caller: grace }), peer: grace });
const carlsRequest = (topic: string): Callback => ({
  ...callbacks[0]!,
  customer: { supabaseUserId: carl.supabaseUserId, name: carl.name },
  topic,
});

function show(state: Partial<ClientState>, requests: readonly Callback[] = []) {
  const client = adasClient(state);
  client.reply(listCallbacks, [...requests]);
  const lost: (() => void)[] = [];
  const connect = async (onLost: () => void) => {
    lost.push(onLost);
    return client;
  };
  const { ring, microphone } = fakeServices(client);
  render(<RingPage connect={connect} deps={{ ring: ring!, microphone: microphone! }} />);
  return { client, lost, set: (change: Partial<ClientState>) => act(() => client.set(change)) };
}

describe("the page of the ring window", () => {
  it("names the window after the caller, and answers by its button", async () => {
    const { client } = show({ calls: [ringing] });
    (await screen.findByRole("button", { name: "Answer" })).click();
    expect(client.commands).toContainEqual(["answer", "call-1"]);
    await expect.poll(() => document.title).toBe("Carl Customer is calling");
  });

  it("names it after the next caller when the first call is over", async () => {
    const { set } = show({ calls: [second, ringing] });
    await screen.findByRole("alertdialog", { name: "Incoming call from Carl Customer" });
    set({ calls: [second] });
    await expect.poll(() => document.title).toBe(`${grace.name} is calling`);
  });

  it("says what a customer asked to be called back about", async () => {
    show({ calls: [ringing] }, [carlsRequest("Invoice 4711")]);
    expect((await screen.findByText(/Call-back request/u)).textContent).toBe(
      "Customer portal · Call-back request: Invoice 4711",
    );
  });

  it("says that a customer asked for a call-back without a topic", async () => {
    show({ calls: [ringing] }, [carlsRequest("")]);
    expect((await screen.findByText(/Call-back request/u)).textContent).toBe(
      "Customer portal · Call-back request",
    );
  });

  it("says nothing of other people's requests", async () => {
    show({ calls: [ringing] }, [callbacks[0]!]);
    await screen.findByText("Customer portal");
    await act(async () => undefined);
    expect(screen.queryByText(/Call-back request/u)).toBeNull();
  });

  it("has no title before it shows a call, since the window would be shown empty", async () => {
    show({ calls: [] });
    await screen.findByRole("region", { name: "Calls" });
    expect(document.title).toBe("");
  });
});
