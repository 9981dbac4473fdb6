import { EventEmitter } from "node:events";
import type { CallClient } from "@synapse-voice/client";
import { connectRemoteCallClient, electronPort } from "@synapse-voice/client/remote";
import {
  createFakeCallClient,
  createFakeClock,
  type FakeCallClient,
  type FakeClock,
} from "@synapse-voice/client/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPagesLink, type PageFrame, type PagePort, type PagesLink } from "./pages-link.ts";

interface FakePort extends PagePort {
  readonly isClosed: () => boolean;
  readonly sent: unknown[];
}

/** Two ends of a channel, as Electron's MessageChannelMain makes them. */
function createChannel(): { port1: FakePort; port2: FakePort } {
  let closed = false;
  const ends = [new EventEmitter(), new EventEmitter()] as const;
  const portOf = (own: EventEmitter, other: EventEmitter): FakePort => {
    const sent: unknown[] = [];
    return Object.assign(own, {
      sent,
      isClosed: () => closed,
      start: () => undefined,
      postMessage: (message: unknown) => {
        const data: unknown = structuredClone(message);
        sent.push(data);
        if (!closed) queueMicrotask(() => other.emit("message", { data }));
      },
      close: () => {
        if (closed) return;
        closed = true;
        for (const end of ends) end.emit("close");
      },
    });
  };
  return { port1: portOf(ends[0], ends[1]), port2: portOf(ends[1], ends[0]) };
}

class FakePage extends EventEmitter {
  readonly id: number;
  readonly received: { channel: string; requestId: unknown; ports: FakePort[] }[] = [];
  readonly frame: PageFrame<FakePort>;

  constructor(id: number, url = "app://console/", parent: unknown = null) {
    super();
    this.id = id;
    this.frame = {
      url,
      parent,
      postMessage: (channel, requestId, ports) => this.received.push({ channel, requestId, ports }),
    };
  }

  /** The process of the page; 0 once it has ended. */
  processId = 4_711;
  getOSProcessId(): number {
    return this.processId;
  }

  get port(): FakePort {
    return this.received.at(-1)!.ports[0]!;
  }

  view(clock: FakeClock): Promise<CallClient> {
    return connectRemoteCallClient(electronPort(this.port), { clock });
  }
}

const requestId = "0b0f6f0e-6a3c-4a53-9f0b-3b1b1b7f4d11";

describe("the link of pages to the call client", () => {
  let client: FakeCallClient | null;
  let log: string[];
  let killed: number[];
  let unpinged: number;
  let channels: ReturnType<typeof createChannel>[];
  let pages: PagesLink<FakePort>;
  let clock: FakeClock;
  beforeEach(() => {
    client = createFakeCallClient();
    log = [];
    killed = [];
    unpinged = 0;
    channels = [];
    clock = createFakeClock();
    pages = createPagesLink<FakePort>({
      client: () => client && { ...client, session: { ...client.session, supabaseUserId: "ada" } },
      createChannel: () => {
        const channel = createChannel();
        channels.push(channel);
        return channel;
      },
      onCrash: () => log.push("crash"),
      onUnpinged: () => (unpinged += 1),
      kill: (processId) => killed.push(processId),
      log: (reason) => log.push(reason),
    });
  });
  afterEach(() => pages.closeAll());

  const connect = (page: FakePage, id: unknown = requestId): void =>
    pages.connect({ sender: page, senderFrame: page.frame }, id);

  test("gives a page one port, on which it sees the state and sends commands", async () => {
    const page = new FakePage(1);
    connect(page);
    expect(page.received).toEqual([{ channel: "client:port", requestId, ports: [page.port] }]);
    const view = await page.view(clock);
    expect(view.session).toMatchObject({ supabaseUserId: "ada" });
    await view.hold("call-1");
    expect(client?.commands).toContainEqual(["hold", "call-1"]);
  });

  test.each([
    ["another site", new FakePage(1, "https://evil.test/")],
    ["a frame inside our page", new FakePage(1, "app://console/", {})],
  ])("refuses %s", (_who, page) => {
    connect(page);
    expect(page.received).toEqual([]);
    expect(log).toEqual(["untrusted sender"]);
  });

  test("refuses a frame that is gone", () => {
    pages.connect({ sender: new FakePage(1), senderFrame: null }, requestId);
    expect(channels).toEqual([]);
  });

  test.each([null, 1, "1", { requestId }])("refuses the request id %j", (id) => {
    const page = new FakePage(1);
    connect(page, id);
    expect(page.received).toEqual([]);
    expect(log).toEqual(["malformed request"]);
  });

  test("gives no port while nobody is signed in", () => {
    client = null;
    connect(new FakePage(1));
    expect(channels).toEqual([]);
  });

  test("closes the last port of a page that asks again, and not that of another page", () => {
    const [one, other] = [new FakePage(1), new FakePage(2)];
    connect(one);
    connect(other);
    connect(one);
    expect(channels.map(({ port1 }) => port1.isClosed())).toEqual([true, false, false]);
  });

  test.each(["did-navigate", "render-process-gone", "destroyed"])(
    "closes the port at %s of its page",
    (event) => {
      const page = new FakePage(1);
      connect(page);
      page.emit(event);
      expect(page.port.isClosed()).toBe(true);
      connect(page);
      expect(page.port.isClosed()).toBe(false);
    },
  );

  describe("with media in a page", () => {
    let [media, ring]: FakePage[] = [];
    beforeEach(async () => {
      [media, ring] = [new FakePage(1), new FakePage(2)];
      connect(media);
      connect(ring);
      await (await media.view(clock)).mediaAccess("call-1");
    });

    test("reports its crash", () => {
      media!.emit("render-process-gone");
      expect(log).toEqual(["crash"]);
    });

    test("reports no crash of another page", () => {
      ring!.emit("render-process-gone");
      expect(log).toEqual([]);
    });

    test("reports nothing of a page that is left, which reports itself", () => {
      media!.emit("did-navigate");
      connect(media!);
      media!.emit("render-process-gone");
      expect(log).toEqual([]);
    });

    test("reports the crash of the page that took it over", async () => {
      await (await ring!.view(clock)).mediaAccess("call-1");
      media!.emit("render-process-gone");
      expect(log).toEqual([]);
      ring!.emit("render-process-gone");
      expect(log).toEqual(["crash"]);
    });
  });

  describe("where a page answers no pings", () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    test("kills it after 6 s", async () => {
      const page = new FakePage(1);
      connect(page);
      electronPort(page.port).send({ type: "attach" });
      await vi.advanceTimersByTimeAsync(5_999);
      expect(killed).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(killed).toEqual([4_711]);
      expect(log).toEqual(["unresponsive"]);
    });

    test("does not kill its process where that has ended", async () => {
      const page = new FakePage(1);
      connect(page);
      electronPort(page.port).send({ type: "attach" });
      page.processId = 0;
      await vi.advanceTimersByTimeAsync(6_000);
      expect(killed).toEqual([]);
    });

    test("keeps a page that answers, and one whose client is not attached", async () => {
      const [answering, detached] = [new FakePage(1), new FakePage(2)];
      connect(answering);
      connect(detached);
      const view = await answering.view(createFakeClock());
      await vi.advanceTimersByTimeAsync(60_000);
      expect(killed).toEqual([]);
      await view.close();
    });
  });

  test("kills a page that sends messages without end", async () => {
    let nowMs = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (nowMs += 10));
    const page = new FakePage(1);
    connect(page);
    for (let sent = 0; sent < 1_000; sent += 1) electronPort(page.port).send({ type: "attach" });
    await Promise.resolve();
    vi.restoreAllMocks();
    expect([killed, log]).toEqual([[4_711], ["floods"]]);
  });

  test("counts a page as pinged from its first message until its port is closed", async () => {
    const page = new FakePage(1);
    connect(page);
    expect(pages.isPinged(1)).toBe(false);
    await page.view(clock);
    expect(pages.isPinged(1)).toBe(true);
    connect(page);
    expect(pages.isPinged(1)).toBe(false);
    expect(unpinged).toBe(1);
    await page.view(clock);
    pages.closeAll();
    expect(pages.isPinged(1)).toBe(false);
  });

  test("listens once to each page, however often it asks", () => {
    const page = new FakePage(1);
    for (let times = 0; times < 3; times += 1) connect(page);
    expect(page.listenerCount("did-navigate")).toBe(1);
  });

  test("closes all ports with the client", async () => {
    const page = new FakePage(1);
    connect(page);
    const view = await page.view(clock);
    pages.closeAll();
    expect(view.getState().connection).toBe("offline");
    await expect(view.mediaAccess("call-1")).rejects.toMatchObject({ code: "network" });
  });

  test("sends no token of the session", async () => {
    client = Object.assign(createFakeCallClient(), {
      session: {
        apiUrl: "http://api.test",
        deviceId: "desktop-1",
        getToken: async () => "canary",
      },
    });
    const page = new FakePage(1);
    connect(page);
    const view = await page.view(clock);
    await view.answer("call-1");
    expect(JSON.stringify(channels[0]!.port1.sent)).not.toContain("canary");
  });

  test("reports a malformed message without its content", async () => {
    const page = new FakePage(1);
    connect(page);
    electronPort(page.port).send({ type: "command", secret: "canary" });
    await clock.advance();
    expect(log).toEqual(["malformed message"]);
  });
});
