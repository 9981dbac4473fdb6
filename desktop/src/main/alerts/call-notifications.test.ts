import { aCallView, aSnapshot, createFakeCallClient } from "@synapse-voice/client/testing";
import type { CallView } from "@synapse-voice/client";
import { beforeEach, describe, expect, it } from "vitest";
import {
  createCallNotifications,
  type CallNotifications,
  type NotificationRequest,
} from "./call-notifications.ts";

const missedView = aCallView({
  phase: "ended",
  role: "none",
  call: aSnapshot({
    status: "MISSED",
    endReason: "ring_timeout",
    offer: { id: "offer-1", outcome: "missed" },
  }),
});
const endedWith = (outcome: "answered_elsewhere" | "declined"): CallView =>
  aCallView({
    phase: "ended",
    role: "none",
    call: aSnapshot({ status: "IN_PROGRESS", offer: { id: "offer-1", outcome } }),
  });

describe("notifications of calls", () => {
  let client: ReturnType<typeof createFakeCallClient>;
  let shown: NotificationRequest[];
  let opened: number;
  let mayAlert: boolean;
  let notifications: CallNotifications;
  beforeEach(() => {
    client = createFakeCallClient();
    shown = [];
    opened = 0;
    mayAlert = true;
    notifications = createCallNotifications({
      show: (request) => {
        shown.push(request);
        return { close: () => void shown.splice(shown.indexOf(request), 1) };
      },
      openWindow: () => (opened += 1),
      answer: (id) => void client.answer(id),
      mayAlert: () => mayAlert,
    });
  });
  const show = (...calls: CallView[]): void => {
    client.set({ calls });
    notifications.update(client);
  };
  const titles = (): string[] => shown.map(({ title }) => title);

  it("show a call once, as long as it rings", () => {
    show(aCallView());
    show(aCallView());
    expect(titles()).toEqual(["Carl Customer is calling"]);
    expect(shown[0]).toMatchObject({ body: "Customer portal", buttons: ["Answer", "Decline"] });
    show(endedWith("answered_elsewhere"));
    expect(titles()).toEqual([]);
  });

  it("say that a call was missed, until the person has seen it", () => {
    show(aCallView());
    show(missedView);
    show(missedView);
    expect(titles()).toEqual(["Missed call from Carl Customer"]);
    notifications.missedSeen();
    show(missedView);
    expect(titles()).toEqual([]);
  });

  it("of a missed call close with a click, which opens the window", () => {
    show(aCallView());
    show(missedView);
    shown[0]?.onClick();
    expect(titles()).toEqual([]);
    expect(opened).toBe(1);
  });

  it("wait until the server says how the call ended", () => {
    show(aCallView());
    show(aCallView({ phase: "ended" }));
    expect(titles()).toEqual([]);
    show(missedView);
    expect(titles()).toEqual(["Missed call from Carl Customer"]);
  });

  it.each(["answered_elsewhere", "declined"] as const)("show no call that was %s", (outcome) => {
    show(aCallView());
    show(endedWith(outcome));
    expect(titles()).toEqual([]);
  });

  it("show no missed call that did not ring here", () => {
    show(missedView);
    expect(titles()).toEqual([]);
  });

  it("open the window with a click, and answer nothing", () => {
    show(aCallView());
    shown[0]?.onClick();
    expect(opened).toBe(1);
    expect(client.commands).toEqual([]);
  });

  it("answer and open the window, or decline", () => {
    show(aCallView());
    const [request] = shown;
    request?.onButton(0);
    expect(client.commands).toEqual([["answer", "call-1"]]);
    expect(opened).toBe(1);
    show(aCallView({ call: aSnapshot({ id: "call-2" }) }));
    shown[0]?.onButton(1);
    expect(client.commands.at(-1)).toEqual(["decline", "call-2"]);
    expect(opened).toBe(1);
  });

  it("answer no call that is over", () => {
    show(aCallView());
    const [request] = shown;
    client.set({ calls: [endedWith("answered_elsewhere")] });
    request?.onButton(0);
    expect(client.commands).toEqual([]);
    expect(opened).toBe(1);
  });

  it("do not show while the person wants no alerts", () => {
    mayAlert = false;
    show(aCallView());
    expect(titles()).toEqual([]);
    mayAlert = true;
    notifications.update(client);
    expect(titles()).toEqual(["Carl Customer is calling"]);
    mayAlert = false;
    notifications.update(client);
    expect(titles()).toEqual([]);
    show(missedView);
    expect(titles()).toEqual([]);
  });

  it("go with the person who signs out", () => {
    const second = aCallView({ call: aSnapshot({ id: "call-2" }) });
    show(aCallView(), second);
    show(missedView, second);
    expect(titles()).toEqual(["Carl Customer is calling", "Missed call from Carl Customer"]);
    expect(notifications.isShowing()).toBe(true);
    notifications.update(null);
    expect(titles()).toEqual([]);
    expect(notifications.isShowing()).toBe(false);
  });
});
