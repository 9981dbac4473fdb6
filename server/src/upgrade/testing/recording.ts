import { readFileSync } from "node:fs";
import type { LiveCall } from "./day-of-calls.ts";
import type { Name, RecordedReply } from "./recorder.ts";

/** The replies to a person at the end of the recorded day, by path. */
export interface ReadAtTheEnd {
  readonly history: unknown;
  readonly page: unknown;
  readonly live: unknown;
  readonly agents: unknown;
  readonly queue: unknown;
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../recorded/${name}.json`, import.meta.url), "utf8")) as T;

/** All rows of each table but `call_events`, as JSON without nulls. */
export const recordedTables = (): Readonly<Record<string, readonly object[]>> => read("tables");

export const recordedReplies = (): readonly RecordedReply[] => read("replies");

export const readAtTheEnd = (): Readonly<Record<Name, ReadAtTheEnd>> => read("seen");

/** End of the recorded day (`now`, in ms since the epoch), and the calls that were live then. */
export const recordedEnd: {
  readonly now: number;
  readonly tenantId: string;
  readonly live: Readonly<Record<LiveCall, string>>;
} = read("moment");

/** Returns the fields of `actual` that `recorded` has, too, in the same order, at all depths. */
export function likeRecorded(actual: unknown, recorded: unknown): unknown {
  if (Array.isArray(recorded) && Array.isArray(actual))
    return actual.map((item, index) => likeRecorded(item, recorded[index]));
  if (!isObject(recorded) || !isObject(actual)) return actual;
  return Object.fromEntries(
    Object.keys(recorded).flatMap((key) =>
      key in actual ? [[key, likeRecorded(actual[key], recorded[key])]] : [],
    ),
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const madeUp = /(?<uuid>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})|eyJ[\w.-]+/gu;

/**
 * Returns a copy without signed tokens, in which ids that servers generate are numbered by
 * occurrence.
 */
export function masked(recording: unknown): unknown {
  const ids = new Map<string, string>();
  const text = JSON.stringify(recording, (key, value: unknown) =>
    key === "requestId" ? "a request" : value,
  );
  const number = (id: string): string => {
    if (id.startsWith("00000000-")) return id;
    if (id.startsWith("eyJ")) return "a signed token";
    if (!ids.has(id)) ids.set(id, `id ${ids.size}`);
    return ids.get(id) ?? id;
  };
  return JSON.parse(text.replaceAll(madeUp, number));
}
