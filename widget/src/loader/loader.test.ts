// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  installFakeProfile,
  removeFakeProfile,
} from "../../../client/src/testing/tabs/fake-profile.ts";
import type { Panel, PanelHost, SynapseVoice } from "../api.ts";
import { adoptStyleSheets } from "../testing/dom.ts";
import { createSynapseVoice } from "./loader.ts";

const api = "http://api.test";
const live = (calls: unknown[] = [], cursor = "7"): Response =>
  Response.json({ serverTime: "2026-01-01T09:00:00.000Z", cursor, calls, listenKey: "key" });
const ringing = { id: "call-1", endedAt: null };

let asked: { url: string; headers: Headers; signal: AbortSignal }[];
let answer: () => Response | Promise<Response>;
let actions: string[];
let imports: number;
let importPanel: () => Promise<{ mount(host: PanelHost): Panel }>;
let token: string | null;
let widget: SynapseVoice;
/** Cursors of the replies that the panel got. */
let heard: string[];

const panel: Panel = {
  open: () => void actions.push("open"),
  call: (agentId) => void actions.push(`call ${agentId ?? "anyone"}`),
  hear: ({ cursor }) => void heard.push(cursor),
  close: async (hangUp) => void actions.push(hangUp ? "hang up, close" : "close"),
};
const pill = (): HTMLButtonElement | null | undefined =>
  document.querySelector("synapse-voice")?.shadowRoot?.querySelector("button");
/** Longer than any pause between two polls. */
const maxPauseMs = 33_000;

beforeEach(() => {
  vi.useFakeTimers();
  installFakeProfile();
  adoptStyleSheets();
  document.body.replaceChildren();
  asked = [];
  actions = [];
  heard = [];
  imports = 0;
  token = "token";
  answer = () => new Promise(() => {});
  importPanel = async () => ({ mount: () => (actions.push("mount"), panel) });
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push({ url, headers: new Headers(init.headers), signal: init.signal! });
    return answer();
  });
  widget = createSynapseVoice(
    api,
    () => (imports++, importPanel()),
    () => {},
  );
});
afterEach(async () => {
  await widget.destroy();
  removeFakeProfile();
  vi.useRealTimers();
});

const click = () => (pill()?.click(), vi.advanceTimersByTimeAsync(0));
const start = async (): Promise<void> => {
  widget.init({ getToken: () => token });
  await vi.advanceTimersByTimeAsync(0);
};

/** Lets the panel's code arrive only when the result is called. */
const delayImport = (): (() => void) => {
  let arrive = (): void => {};
  const arrival = new Promise<void>((resolve) => (arrive = resolve));
  importPanel = () => arrival.then(() => ({ mount: () => (actions.push("mount"), panel) }));
  return arrive;
};

describe("listening for calls", () => {
  it("asks for the live calls at once, then waits for the next with the cursor it got", async () => {
    answer = () => live();
    await start();
    expect(asked.map(({ url }) => url)).toEqual([`${api}/api/voip/calls/live`]);
    expect(asked[0]?.headers.get("authorization")).toBe("Bearer token");
    answer = () => new Promise(() => {});
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked.at(-1)?.url).toBe(`${api}/api/voip/calls/live?wait=25&since=7`);
    expect(imports).toBe(0);
  });

  it("hands over to the panel when there is a call, and goes on listening for it", async () => {
    answer = () => live([ringing]);
    await start();
    expect(actions).toEqual(["mount"]);
    expect(heard).toEqual(["7"]);
    answer = () => live([], "8");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard).toContain("8");
    answer = () => new Promise(() => {});
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked.at(-1)?.url).toBe(`${api}/api/voip/calls/live?wait=25&since=8`);
    expect(asked.at(-1)?.signal.aborted).toBe(false);
    expect(actions).toEqual(["mount"]);
  });

  it("goes on listening for all tabs while the panel's code does not arrive", async () => {
    answer = () => live([ringing]);
    importPanel = () => new Promise(() => {});
    await start();
    expect(imports).toBe(1);
    importPanel = async () => ({ mount: () => (actions.push("mount"), panel) });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(imports).toBe(2);
    expect(heard).toContain("7");
    answer = () => new Promise(() => {});
    await vi.advanceTimersByTimeAsync(maxPauseMs);
    expect(asked.at(-1)?.url).toBe(`${api}/api/voip/calls/live?wait=25&since=7`);
  });

  it("hears at once in another tab what ends while the panel is loading", async () => {
    const arrive = delayImport();
    answer = () => live([ringing]);
    void navigator.locks.request("key", {}, () => new Promise(() => {}));
    await start();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
    new BroadcastChannel("key").postMessage({ cursor: "8", calls: [] });
    arrive();
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual(["7", "8"]);
  });

  it("is not moved by a call that has ended", async () => {
    answer = () => live([{ id: "call-1", endedAt: "2026-01-01T08:59:00.000Z" }]);
    await start();
    expect(imports).toBe(0);
  });

  it("waits longer and longer while the server can't be reached", async () => {
    answer = () => Promise.reject(new TypeError("offline"));
    await start();
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.length).toBeLessThan(50);
  });

  it("tries at once when the browser is online again", async () => {
    answer = () => Promise.reject(new TypeError("offline"));
    await start();
    const before = asked.length;
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(before + 1);
  });

  it("stops when the page goes to the back/forward cache, and listens again after it", async () => {
    await start();
    await vi.advanceTimersByTimeAsync(1_000);
    const poll = asked.at(-1);
    const before = asked.length;
    // The browser sends the first one when the page has loaded.
    dispatchEvent(new Event("pageshow"));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(before);
    for (let visit = 1; visit < 3; visit++) {
      dispatchEvent(new Event("pagehide"));
      await vi.advanceTimersByTimeAsync(maxPauseMs);
      expect(poll?.signal.aborted).toBe(true);
      expect(asked).toHaveLength(before + visit - 1);
      dispatchEvent(new Event("pageshow"));
      await vi.advanceTimersByTimeAsync(0);
      expect(asked).toHaveLength(before + visit);
      expect(asked.at(-1)?.signal.aborted).toBe(false);
    }
  });

  it("asks for a fresh token after the server refused the last one", async () => {
    const asks: unknown[] = [];
    answer = () => new Response("", { status: 401 });
    widget.init({ getToken: (ask) => (asks.push(ask), "old") });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(asks.slice(0, 2)).toEqual([{ fresh: false }, { fresh: true }]);
  });

  it("sends nothing while nobody is signed in, and goes on soon after", async () => {
    token = null;
    await start();
    await vi.advanceTimersByTimeAsync(10 * maxPauseMs);
    expect(asked).toEqual([]);
    token = "token";
    await vi.advanceTimersByTimeAsync(maxPauseMs);
    expect(asked.length).toBeGreaterThan(0);
  });

  it("tries again where the panel could not be fetched", async () => {
    answer = () => live([ringing]);
    importPanel = () => Promise.reject(new TypeError("offline"));
    await start();
    expect(actions).toEqual([]);
    importPanel = async () => ({ mount: () => (actions.push("mount"), panel) });
    await vi.advanceTimersByTimeAsync(maxPauseMs);
    expect(actions).toEqual(["mount"]);
  });
});

describe("the button", () => {
  it("has its label, opens the panel, and fetches it when somebody comes near", async () => {
    await start();
    expect(pill()?.textContent).toBe("Need help?");
    pill()?.dispatchEvent(new Event("pointerenter"));
    pill()?.dispatchEvent(new Event("focus"));
    expect(imports).toBe(1);
    expect(actions).toEqual([]);
    await click();
    expect(actions).toEqual(["mount", "open"]);
    expect(imports).toBe(1);
  });

  it("says so when the panel can't be fetched, and a second click helps", async () => {
    await start();
    importPanel = () => Promise.reject(new TypeError("offline"));
    await click();
    expect(pill()?.textContent).toBe("Try again");
    importPanel = async () => ({ mount: () => panel });
    await click();
    expect(actions).toEqual(["open"]);
    expect(pill()?.textContent).toBe("Need help?");
  });

  it("says so when the panel does not arrive within 10 s, and a second click helps", async () => {
    await start();
    delayImport();
    pill()?.click();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(pill()?.textContent).toBe("Try again");
    importPanel = async () => ({ mount: () => panel });
    await click();
    expect(actions).toEqual(["open"]);
  });

  it("is labelled, coloured and placed as asked, and a label is text", () => {
    const label = "<b>Support</b>";
    widget.init({ getToken: () => null, label, accent: "#123456", position: "left" });
    expect(pill()?.textContent).toBe(label);
    const host = document.querySelector<HTMLElement>("synapse-voice");
    expect(host?.style.getPropertyValue("--accent")).toBe("#123456");
    expect(host?.style.left).toBe("20px");
  });
});

describe("the page's handle", () => {
  it("shows one button however often it is started", async () => {
    await start();
    widget.init({ getToken: () => "newer" });
    await vi.advanceTimersByTimeAsync(0);
    expect(document.querySelectorAll("synapse-voice")).toHaveLength(1);
    expect(asked.at(-1)?.headers.get("authorization")).toBe("Bearer newer");
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  it("opens and calls", async () => {
    await start();
    await widget.open();
    await widget.call();
    await widget.call("ada");
    expect(actions).toEqual(["mount", "open", "call anyone", "call ada"]);
  });

  it("ends everything when the customer signs out, and can be started again", async () => {
    await start();
    await widget.open();
    await widget.signOut();
    expect(actions.at(-1)).toBe("hang up, close");
    expect(pill()).toBeUndefined();
    const before = asked.length;
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(maxPauseMs);
    expect(asked).toHaveLength(before);
    await widget.open();
    expect(pill()).toBeUndefined();
    await start();
    expect(pill()?.textContent).toBe("Need help?");
  });

  it("brings no panel back that was on its way when the customer signed out", async () => {
    const arrive = delayImport();
    await start();
    pill()?.click();
    await widget.signOut();
    arrive();
    await vi.advanceTimersByTimeAsync(0);
    expect(actions).toEqual([]);
  });

  it("leaves a call alone when only the widget is removed", async () => {
    await start();
    await widget.open();
    await widget.destroy();
    expect(actions.at(-1)).toBe("close");
  });
});
