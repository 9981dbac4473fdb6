import { LeaseReply, LiveCalls, MediaAccess, Problem, StartedCall } from "@synapse-voice/contract";
import { aSnapshot } from "@synapse-voice/client/testing";
import * as fc from "fast-check";
import * as valibot from "valibot";
import { describe, expect, it, vi } from "vitest";
import * as small from "./small-valibot.ts";

vi.resetModules();
vi.doMock("valibot", () => small);
const changed = await import("@synapse-voice/contract");

const schemas = { LeaseReply, LiveCalls, MediaAccess, Problem, StartedCall };
const smallSchemas = {
  LeaseReply: changed.LeaseReply,
  LiveCalls: changed.LiveCalls,
  MediaAccess: changed.MediaAccess,
  Problem: changed.Problem,
  StartedCall: changed.StartedCall,
};
const names = Object.keys(schemas) as (keyof typeof schemas)[];

type Parsed = { success: boolean; output?: unknown };
const byValibot = (schema: unknown, value: unknown): Parsed => {
  const { success, output } = valibot.safeParse(schema as valibot.GenericSchema, value);
  return success ? { success, output } : { success };
};
const bySmall = (schema: unknown, value: unknown): Parsed =>
  small.safeParse(schema as Parameters<typeof small.safeParse>[0], value);

const call = aSnapshot({
  offer: { id: "offer", outcome: null },
  answeredAt: "2026-01-01T09:00:05.123Z",
});
const serverTime = "2026-01-01T09:00:00.000Z";
const replies = {
  LeaseReply: { serverTime, call, queue: { position: 2, estimatedWaitSeconds: 180 } },
  LiveCalls: { serverTime, cursor: "7", calls: [call], more: 1 },
  StartedCall: {
    callId: "1",
    roomName: "r",
    callerToken: "t",
    calleeToken: null,
    mediaUrl: "ws://x",
    serverTime,
    call,
  },
  MediaAccess: { url: "ws://x", token: "t" },
  Problem: { title: "No", status: 409, code: "busy", detail: "more", extra: {} },
} as const;

/** Returns the value with one part replaced or removed. */
function spoil(value: unknown, path: number[], by: unknown): unknown {
  if (typeof value !== "object" || value === null || path.length === 0) return by;
  const keys = Object.keys(value);
  const key = keys[(path[0] ?? 0) % Math.max(1, keys.length)] ?? "none";
  const part = spoil((value as Record<string, unknown>)[key], path.slice(1), by);
  if (Array.isArray(value)) return [part];
  return { ...value, [key]: part };
}

describe("the small parser of replies", () => {
  it("passes what only a newer server knows: no reason for an end, a status and an outcome that are over", () => {
    const value = {
      ...replies.LiveCalls,
      calls: [
        { ...call, endReason: "newer", status: "NEWER", offer: { id: "offer", outcome: "newer" } },
      ],
    };
    expect(bySmall(smallSchemas.LiveCalls, value)).toMatchObject({
      success: true,
      output: {
        calls: [{ endReason: null, status: "COMPLETED", offer: { outcome: "cancelled" } }],
      },
    });
    expect(bySmall(smallSchemas.LiveCalls, value)).toEqual(byValibot(schemas.LiveCalls, value));
  });

  it.each(names)("takes in %s as valibot does", (name) => {
    const parsed = bySmall(smallSchemas[name], replies[name]);
    expect(parsed.success).toBe(true);
    expect(parsed).toEqual(byValibot(schemas[name], replies[name]));
  });

  it.each(names)("refuses what valibot refuses in a spoilt %s", (name) => {
    const junk = fc.oneof(
      fc.constantFrom(
        undefined,
        null,
        Number.NaN,
        "",
        "RINGING",
        "2026-01-01",
        "2026-13-01T00:00:00Z",
        serverTime,
        [],
        {},
      ),
      fc.anything(),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 4 }), junk, (path, by) => {
        const spoilt = spoil(replies[name], path, by);
        expect(bySmall(smallSchemas[name], spoilt)).toEqual(byValibot(schemas[name], spoilt));
      }),
      { numRuns: 300 },
    );
  });
});
