import { acceptCall, callHistory, startCall } from "@synapse-voice/contract";
import { describe, expect, it, vi } from "vitest";
import { createFakeClock } from "../testing/fake-clock.ts";
import { aSnapshot } from "../testing/samples/samples.ts";
import { ApiError } from "./api-error.ts";
import { createRequest, type SendRequest } from "./http.ts";

interface Sent {
  url: string;
  init: RequestInit;
}

const reply = (status: number, body: unknown): Response =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
const accepted = {
  serverTime: "2026-01-01T09:00:00.000Z",
  call: aSnapshot(),
  media: { url: "ws://media.test", token: "media" },
};

function requester(...replies: (Response | "never" | "offline")[]): {
  request: SendRequest;
  sent: Sent[];
  clock: ReturnType<typeof createFakeClock>;
  tokens: boolean[];
} {
  const clock = createFakeClock();
  const sent: Sent[] = [];
  const tokens: boolean[] = [];
  const getToken = async (options?: { fresh: boolean }): Promise<string> => {
    tokens.push(options?.fresh ?? false);
    return options?.fresh ? "fresh" : "old";
  };
  const fetcher: typeof fetch = async (url, init = {}) => {
    sent.push({ url: String(url), init });
    const next = replies.shift();
    if (next === "offline" || next === undefined) throw new TypeError("Failed to fetch");
    if (next !== "never") return next;
    return new Promise((_, reject) =>
      init.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))),
    );
  };
  return {
    request: createRequest(
      { apiUrl: "http://api.test", deviceId: "device", getToken },
      fetcher,
      clock,
    ),
    sent,
    clock,
    tokens,
  };
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no failure",
    (error: unknown) => error,
  );

describe("a request", () => {
  it("names person, device, key and parameters, and parses the reply", async () => {
    const { request, sent } = requester(reply(200, accepted));
    const answer = await request(acceptCall, { params: { callId: "a/b" }, key: "key" });
    expect(answer.media.token).toBe("media");
    expect(sent[0]!.url).toBe("http://api.test/api/voip/calls/a%2Fb/accept");
    expect(sent[0]!.init).toMatchObject({
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      headers: {
        authorization: "Bearer old",
        "synapse-device": "device",
        "idempotency-key": "key",
      },
    });
  });

  it("sends a query without what is left out, and a body as JSON", async () => {
    const { request, sent } = requester(reply(200, []), "offline");
    await request(callHistory, { query: { limit: "5", before: undefined } });
    expect(sent[0]!.url).toBe("http://api.test/api/voip/history?limit=5");
    await failure(request(startCall, { body: { calleeSupabaseId: null } }));
    expect(sent[1]!.init).toMatchObject({
      body: '{"calleeSupabaseId":null}',
      headers: { "content-type": "application/json" },
    });
  });

  it("sends a query also from browsers in which it has no size", async () => {
    const size = vi.spyOn(URLSearchParams.prototype, "size", "get").mockReturnValue(undefined!);
    const { request, sent } = requester(reply(200, []));
    await request(callHistory, { query: { limit: "5" } });
    size.mockRestore();
    expect(sent[0]!.url).toBe("http://api.test/api/voip/history?limit=5");
  });

  it("asks for a fresh token once when the last one is refused", async () => {
    const expired = { title: "Expired", status: 401, code: "token_expired" };
    const { request, sent, tokens } = requester(reply(401, expired), reply(401, expired));
    const error = await failure(request(acceptCall, { params: { callId: "1" } }));
    expect(error).toMatchObject({ code: "token_expired", status: 401 });
    expect(sent).toHaveLength(2);
    expect(tokens).toEqual([false, true]);
  });

  it("that outlives the page is sent with the last token, since a closing page can't wait for one", async () => {
    let isClosing = false;
    let sent = "";
    const request = createRequest(
      {
        apiUrl: "",
        deviceId: "device",
        getToken: () => (isClosing ? new Promise(() => {}) : Promise.resolve("last")),
      },
      async (_, init) => {
        sent = new Headers(init?.headers).get("authorization") ?? "";
        return reply(200, accepted);
      },
    );
    await request(acceptCall, { params: { callId: "1" } });
    isClosing = true;
    sent = "";
    await request(acceptCall, { params: { callId: "1" }, keepalive: true });
    expect(sent).toBe("Bearer last");
  });

  it("a refusal carries the problem's code and facts", async () => {
    const { request } = requester(
      reply(409, {
        title: "Somebody else answered",
        status: 409,
        code: "answered_elsewhere",
        answeredBy: "Grace",
      }),
    );
    const error = await failure(request(acceptCall, { params: { callId: "1" } }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      code: "answered_elsewhere",
      status: 409,
      problem: { answeredBy: "Grace" },
    });
  });

  it("no reply in time, no network and a proxy's error page are all `network`", async () => {
    const { request, clock } = requester(
      "never",
      "offline",
      reply(502, "<html>Bad gateway</html>"),
    );
    const late = failure(request(acceptCall, { params: { callId: "1" } }));
    await clock.advance(10_000);
    expect(await late).toMatchObject({ code: "network", status: 0 });
    expect(await failure(request(acceptCall, { params: { callId: "1" } }))).toMatchObject({
      code: "network",
    });
    expect(await failure(request(acceptCall, { params: { callId: "1" } }))).toMatchObject({
      code: "network",
    });
    expect(clock.pending()).toBe(0);
  });

  it("a call that a newer server ended for a reason unknown here is heard of all the same", async () => {
    const { request } = requester(
      reply(200, {
        ...accepted,
        call: { ...accepted.call, status: "FAILED", endReason: "reason_of_a_newer_server" },
      }),
    );
    expect((await request(acceptCall, { params: { callId: "1" } })).call).toMatchObject({
      status: "FAILED",
      endReason: null,
    });
  });

  it("a reply of another shape is refused", async () => {
    const { request } = requester(
      reply(200, { ...accepted, media: { url: 7 } }),
      reply(200, "not JSON"),
      reply(404, "nothing here"),
    );
    expect(await failure(request(acceptCall, { params: { callId: "1" } }))).toMatchObject({
      code: "invalid_reply",
      status: 200,
    });
    expect(await failure(request(acceptCall, { params: { callId: "1" } }))).toMatchObject({
      code: "invalid_reply",
    });
    expect(await failure(request(acceptCall, { params: { callId: "1" } }))).toMatchObject({
      code: "invalid_reply",
      status: 404,
    });
  });

  it.each([
    ["a page without a token", async () => "", "token_missing"],
    [
      "a page whose token can't be had",
      () => Promise.reject(new Error("signed out")),
      "token_missing",
    ],
    [
      "a page that can't reach its account service",
      () => Promise.reject(new ApiError("network")),
      "network",
    ],
    [
      "a page whose function throws",
      () => {
        throw new Error("boom");
      },
      "token_missing",
    ],
  ])("of %s says what is missing, and nothing is sent", async (_, getToken, code) => {
    let sent = 0;
    const request = createRequest({ apiUrl: "", deviceId: "device", getToken }, async () =>
      reply(200, { sent: (sent += 1) }),
    );
    expect(await failure(request(acceptCall, { params: { callId: "1" } }))).toMatchObject({ code });
    expect(sent).toBe(0);
  });

  it("takes a token that the page returns without a promise", async () => {
    const getToken = (() => "plain") as never;
    const request = createRequest({ apiUrl: "", deviceId: "device", getToken }, async () =>
      reply(200, accepted),
    );
    expect((await request(acceptCall, { params: { callId: "1" } })).media.token).toBe("media");
  });

  it("ends after 8 s while the page returns no token, and the next one is not held up", async () => {
    const clock = createFakeClock();
    let asked = 0;
    const getToken = (): Promise<string> =>
      ++asked === 1 ? new Promise(() => {}) : Promise.resolve("token");
    const request = createRequest(
      { apiUrl: "", deviceId: "device", getToken },
      async () => reply(200, accepted),
      clock,
    );
    const hung = failure(request(acceptCall, { params: { callId: "1" } }));
    expect((await request(acceptCall, { params: { callId: "1" } })).media.token).toBe("media");
    await clock.advance(8_000);
    expect(await hung).toMatchObject({ code: "token_timeout", status: 0 });
    expect(clock.pending()).toBe(0);
  });

  it("can be given up", async () => {
    const { request } = requester("never");
    const controller = new AbortController();
    const given = failure(
      request(acceptCall, { params: { callId: "1" }, signal: controller.signal }),
    );
    controller.abort();
    expect(await given).toMatchObject({ code: "network" });
  });
});
