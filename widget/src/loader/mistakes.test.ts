// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SynapseVoice } from "../api.ts";
import { adoptStyleSheets } from "../testing/dom.ts";
import { createSynapseVoice } from "./loader.ts";

const api = "http://api.test";
/** Longer than any pause between two polls. */
const maxPauseMs = 33_000;

let requests: number;
let answer: () => Response | Promise<Response>;
let token: string | null;
let warnings: unknown[][];
let widget: SynapseVoice;

beforeEach(() => {
  vi.useFakeTimers();
  adoptStyleSheets();
  document.body.replaceChildren();
  requests = 0;
  warnings = [];
  token = "token";
  answer = () => new Promise(() => {});
  vi.stubGlobal("fetch", async () => {
    requests += 1;
    return answer();
  });
  widget = createSynapseVoice(
    api,
    () => Promise.reject(new Error("No panel in this test")),
    (...facts) => void warnings.push(facts),
  );
});
afterEach(async () => {
  await widget.destroy();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const start = async (): Promise<void> => {
  widget.init({ getToken: () => token });
  await vi.advanceTimersByTimeAsync(0);
};

describe("a page with a mistake", () => {
  const settings = expect.objectContaining({ apiUrl: api });

  it("is told of open() and call() before init", async () => {
    await widget.open();
    await widget.call("ada");
    expect(warnings).toEqual([["open"], ["call"]]);
  });

  it.each([
    [
      "that throws",
      () => {
        throw new Error("boom");
      },
    ],
    ["that rejects", () => Promise.reject(new Error("boom"))],
    ["that is missing", undefined as never],
  ])("is told of a getToken %s, and the next token helps", async (_, getToken) => {
    widget.init({ getToken });
    await vi.advanceTimersByTimeAsync(0);
    expect(warnings).toEqual([[expect.any(Error), settings, undefined]]);
    expect(requests).toBe(0);
    await start();
    expect(requests).toBe(1);
  });

  it("is told of a getToken that never returns, which is asked again", async () => {
    let calls = 0;
    widget.init({ getToken: () => (++calls === 1 ? new Promise(() => {}) : "token") });
    await vi.advanceTimersByTimeAsync(9_999);
    expect(warnings).toEqual([]);
    await vi.advanceTimersByTimeAsync(maxPauseMs);
    expect(warnings).toEqual([[undefined, settings, undefined]]);
    expect(requests).toBe(1);
  });

  it("is told of a reply that refuses it", async () => {
    answer = () => Response.json({ code: "origin_not_allowed" }, { status: 403 });
    await start();
    expect(warnings).toEqual([[expect.any(Response), settings, "token"]]);
  });

  it("is told nothing while nobody is signed in", async () => {
    token = null;
    await start();
    await vi.advanceTimersByTimeAsync(maxPauseMs);
    expect(warnings).toEqual([]);
  });
});
