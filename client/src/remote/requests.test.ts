import {
  changeAgent,
  endPresence,
  leavePageSlim,
  listTeam,
  mediaTokenSlim,
  reportSoundSlim,
  type Endpoint,
} from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { createFakeCallClient, type FakeCallClient } from "../testing/fake-call-client.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createMemoryPorts } from "../testing/remote/memory-ports.ts";
import { answeredHere, serveTestClient } from "../testing/remote/serve-test-client.ts";
import { ApiError } from "../session/api-error.ts";
import type { RequestOptions } from "../session/http.ts";
import { serveCallClient } from "./main/serve-call-client.ts";
import { connectRemoteCallClient } from "./page/connect-remote-call-client.ts";

const team = { people: [] } as never;

/** Opens a page on a fake client, whose requests a test answers. */
async function openPage() {
  const main: FakeCallClient = createFakeCallClient();
  const clock = createFakeClock();
  const ports = createMemoryPorts();
  const dropped: string[] = [];
  const served = { ...main, session: { ...main.session, supabaseUserId: "ada" } };
  serveCallClient(served, ports.main, { clock, onDropped: (reason) => dropped.push(reason) });
  const page = await connectRemoteCallClient(ports.page, { clock });
  const requests = (): readonly { endpoint: Endpoint; options: RequestOptions<Endpoint> }[] =>
    main.commands.flatMap(([name, endpoint, options]) =>
      name === "request"
        ? [{ endpoint: endpoint as Endpoint, options: options as RequestOptions<Endpoint> }]
        : [],
    );
  return { main, page, clock, ports, dropped, requests };
}

describe("a request of a page", () => {
  it("is sent by the served client, and its reply parsed", async () => {
    const { server, clock, open } = await serveTestClient();
    server.put(answeredHere);
    await clock.advance();
    const { page } = await open();
    const reply = page.request(reportSoundSlim, {
      params: { callId: "call-1" },
      body: { trouble: "unheard" },
    });
    await clock.advance();
    expect(await reply).toMatchObject({ call: { id: "call-1" } });
    expect(server.seen.find(({ path }) => path.endsWith("/sound"))).toMatchObject({
      method: "POST",
      path: "/api/voip/calls/call-1/sound",
      body: { trouble: "unheard" },
      headers: { "synapse-device": "device", authorization: "Bearer token" },
    });
  });

  it("passes on its key, timeout and keepalive", async () => {
    const { page, clock, requests } = await openPage();
    const options = { key: "key-1", timeoutMs: 3_000, keepalive: true };
    page.request(listTeam, options).catch(() => {});
    await clock.advance();
    expect(requests()).toMatchObject([{ endpoint: listTeam, options }]);
  });

  it("fails with the server's own error", async () => {
    const { main, page } = await openPage();
    const problem = { title: "No", status: 409, code: "busy", answeredBy: "Grace" };
    main.reply(listTeam, new ApiError("busy", 409, problem));
    const error: unknown = await page.request(listTeam).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "busy", status: 409, problem, message: "No" });
  });

  it("fails with invalid_reply where the reply does not fit", async () => {
    const { main, page } = await openPage();
    main.reply(listTeam, team);
    await expect(page.request(listTeam)).rejects.toMatchObject({ code: "invalid_reply" });
  });

  it("that is aborted fails with network, here at once and in the served client", async () => {
    const { main, page, clock, requests } = await openPage();
    main.reply(listTeam, () => new Promise<never>(() => {}));
    const controller = new AbortController();
    const request = page.request(listTeam, { signal: controller.signal });
    await clock.advance();
    controller.abort();
    await expect(request).rejects.toMatchObject({ code: "network" });
    await clock.advance();
    expect(requests()[0]?.options.signal?.aborted).toBe(true);
  });

  it("that was aborted before it was sent is not sent", async () => {
    const { page, clock, requests } = await openPage();
    const signal = AbortSignal.abort();
    await expect(page.request(listTeam, { signal })).rejects.toMatchObject({ code: "network" });
    await clock.advance();
    expect(requests()).toEqual([]);
  });

  it("is aborted when the page is gone, unless it is to outlive the page", async () => {
    const { main, page, clock, ports, requests } = await openPage();
    main.reply(listTeam, () => new Promise<never>(() => {}));
    main.reply(leavePageSlim, () => new Promise<never>(() => {}));
    page.request(listTeam).catch(() => {});
    page.request(listTeam, { keepalive: true }).catch(() => {});
    await clock.advance();
    ports.close();
    expect(requests().map(({ options }) => options.signal?.aborted)).toEqual([true, false]);
  });
});

describe("a request that pages may not send", () => {
  it.each([
    ["presence, which the served client owns", endPresence, {}],
    ["an endpoint of no contract", { ...listTeam, path: "/api/secret" } as const, {}],
    ["a path that leads elsewhere", mediaTokenSlim, { params: { callId: ".." } }],
    ["a parameter too many", mediaTokenSlim, { params: { callId: "1", more: "2" } }],
    ["a parameter too few", mediaTokenSlim, {}],
    ["a body that does not fit", changeAgent, { params: { supabaseUserId: "a" }, body: { x: 1 } }],
    ["a body where none is taken", listTeam, { body: {} }],
    ["a query where none is taken", listTeam, { query: { limit: "1" } }],
  ])("%s", async (_, endpoint, options) => {
    const { page, requests } = await openPage();
    await expect(
      page.request(endpoint as Endpoint, options as RequestOptions<Endpoint>),
    ).rejects.toMatchObject({ code: "invalid_request", status: 400 });
    expect(requests()).toEqual([]);
  });
});
