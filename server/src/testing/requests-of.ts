import { liveCalls, type Endpoint } from "@synapse-voice/contract";
import * as fc from "fast-check";
import { inputOf, text } from "./input-of.ts";

/** A request to an endpoint as it goes out: well-formed, nearly so, or nonsense. */
export interface FuzzRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Ids that requests are made with: people, calls and callbacks, of the asker's tenant and of
 * another.
 */
export interface KnownIds {
  /** For anything that takes a person. */
  readonly people: readonly string[];
  /** Values for parameters of the path, by their names. */
  readonly params: Readonly<Record<string, readonly string[]>>;
  /** Whatever else is an id. */
  readonly others: readonly string[];
}

/** Requests to an endpoint, of every kind. */
export function requestsOf(endpoint: Endpoint, ids: KnownIds): fc.Arbitrary<FuzzRequest> {
  const known = [...ids.people, ...ids.others];
  const body = endpoint.body ? inputOf(endpoint.body, known) : fc.constant(undefined);
  const query = endpoint.query ? inputOf(endpoint.query, known) : fc.constant({});
  return fc
    .record({
      params: fc.array(param(endpoint, ids), { minLength: 2, maxLength: 2 }),
      query: often(query, junk),
      body:
        endpoint.method === "GET"
          ? fc.constant(undefined)
          : often(body.map(asJson), fc.oneof(nearly(body).map(asJson), junk.map(asJson), rawBody)),
      type: often(
        fc.constant("application/json"),
        fc.constantFrom(
          "application/json; charset=utf-16",
          "text/plain",
          "application/x-www-form-urlencoded",
          "application/JSON;charset=utf-8",
        ),
      ),
      headers: often(fc.constant({}), fc.oneof(longHeader, oddHeaders)),
    })
    .map(({ params, query: asked, body: sent, type, headers }) => {
      let turn = 0;
      const path = endpoint.path.replaceAll(/:\w+/gu, () => params[turn++] ?? "x");
      return {
        url: `${path}${queryString(endpoint, asked)}`,
        headers: { ...(sent === undefined ? {} : { "Content-Type": type }), ...headers },
        body: sent,
      };
    });
}

const often = <T, U>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ arbitrary: usual, weight: 3 }, { arbitrary: odd, weight: 1 });
/** Halves of characters can be in no address. */
const wellFormed = (value: string): string => Buffer.from(value).toString();
const asJson = (value: unknown): string | undefined => JSON.stringify(value);

const junk = fc.oneof(
  fc.jsonValue({ stringUnit: "binary" }) as fc.Arbitrary<unknown>,
  fc.record({ __proto__: text, constructor: text, "": text }, { requiredKeys: [] }),
  text,
);

/** A well-formed value with one field missing, one too many, or one of another kind. */
const nearly = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(value, fc.nat(), fc.constantFrom("drop", "add", "replace"), junk)
    .map(([made, index, change, other]) => {
      if (typeof made !== "object" || made === null) return other;
      const names = Object.keys(made);
      const name = names[index % Math.max(1, names.length)] ?? "field";
      if (change === "drop")
        return Object.fromEntries(Object.entries(made).filter(([field]) => field !== name));
      return { ...made, [change === "add" ? "surplus" : name]: other };
    });

/** Bytes that are no JSON, or barely. */
const rawBody = fc.oneof(
  fc.constantFrom(
    "{",
    "null",
    "[]",
    '"text"',
    "\u{FEFF}{}",
    '{"a":1}{"b":2}',
    "[".repeat(10_000),
    `{"text":"${"x".repeat(40_000)}"}`,
    '{"calleeSupabaseId":"\\ud800"}',
    '{"topic":"\\u0000"}',
  ),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => new Uint8Array(bytes)),
);

const oddHeaders = fc
  .record(
    {
      "Synapse-Device": fc.stringMatching(/^[\x21-\x7E]{1,80}$/u),
      "Idempotency-Key": fc.stringMatching(/^[\x21-\x7E]{1,220}$/u),
      "X-Forwarded-For": fc.stringMatching(/^[\d.:a-f, ]{0,40}$/u).map((value) => value.trim()),
      Origin: fc.constantFrom("null", "https://evil.test", "app://synapse-voice", "not an origin"),
      "Content-Encoding": fc.constantFrom("gzip", "identity", "br", "nonsense"),
    },
    { requiredKeys: [] },
  )
  .map((headers) =>
    Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
  );

/** All that is wrong with it is that there is one character too many. */
const longHeader = fc.constantFrom<Record<string, string>>(
  { "Synapse-Device": "x".repeat(65) },
  { "Idempotency-Key": "x".repeat(201) },
);

function param({ path }: Endpoint, ids: KnownIds): fc.Arbitrary<string> {
  const name = /:(\w+)/u.exec(path)?.[1] ?? "";
  const known = ids.params[name] ?? ids.others;
  return often(
    fc.constantFrom(...known, ...known.map((id) => id.toUpperCase())),
    fc.oneof(
      fc.uuid(),
      text.map((value) => encodeURIComponent(wellFormed(value)) || "x"),
      fc.constantFrom(
        "%00",
        "%ED%A0%80",
        "%C0%80",
        "%FF",
        "%zz",
        "%",
        "..%2F..",
        "x".repeat(5_000),
        "null",
        "undefined",
        "0",
        "-1",
        "%0d%0aX: y",
        "'%20OR%201=1--",
      ),
    ),
  );
}

function queryString(endpoint: Endpoint, query: unknown): string {
  if (typeof query !== "object" || query === null)
    return typeof query === "string" && query !== ""
      ? `?${encodeURIComponent(wellFormed(query))}`
      : "";
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : (JSON.stringify(value) ?? ""),
  ]);
  // A poll that waits for news would wait as long as the test's clock stands still.
  const asked = pairs.map(([name, value]): [string, string] => [
    name,
    endpoint === liveCalls && name === "wait" && /^\d{1,2}$/u.test(value) ? "0" : value,
  ]);
  const written = new URLSearchParams(
    asked.map(([name, value]): [string, string] => [wellFormed(name), wellFormed(value)]),
  ).toString();
  return written === "" ? "" : `?${written}`;
}
