import { liveCalls, type Endpoint } from "@synapse-voice/contract";
import * as fc from "fast-check";
import * as v from "valibot";
import { inputOf, text } from "./input-of.ts";

/** A request to an endpoint: well-formed, almost well-formed, or nonsense. */
export interface FuzzRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** Ids of people, calls and call-backs, of the sender's tenant and of another one. */
export interface KnownIds {
  /** For fields that take a person. */
  readonly people: readonly string[];
  /** Values of path parameters, by name. */
  readonly params: Readonly<Record<string, readonly string[]>>;
  /** For all other ids. */
  readonly others: readonly string[];
}

/** Makes requests of every kind to an endpoint.. */
export function requestsOf(endpoint: Endpoint, ids: KnownIds): fc.Arbitrary<FuzzRequest> {
  const known = [...ids.people, ...ids.others];
  const body = endpoint.body ? bodyOf(endpoint.body, known) : fc.constant(undefined);
  const query = endpoint.query ? inputOf(endpoint.query, known) : fc.constant({});
  return fc
    .record({
      params: fc.array(param(endpoint, ids), { minLength: 2, maxLength: 2 }),
      query: mostly(query, junk),
      body:
        endpoint.method === "GET"
          ? fc.constant(undefined)
          : mostly(
              body.map(asJson),
              fc.oneof(almostWellFormed(body).map(asJson), junk.map(asJson), rawBody),
            ),
      type: mostly(
        fc.constant("application/json"),
        fc.constantFrom(
          "application/json; charset=utf-16",
          "text/plain",
          "application/x-www-form-urlencoded",
          "application/JSON;charset=utf-8",
        ),
      ),
      headers: mostly(fc.constant({}), fc.oneof(longHeader, oddHeaders)),
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

/** Fields that are each well-formed can make a body that is not: hours that end before they begin. */
function bodyOf(schema: NonNullable<Endpoint["body"]>, ids: readonly string[]) {
  const body = inputOf(schema, ids);
  return mostly(
    body.filter((value) => v.safeParse(schema, value).success),
    body,
  );
}

const mostly = <T, U>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ arbitrary: usual, weight: 5 }, { arbitrary: odd, weight: 1 });
/** Replaces halves of surrogate pairs, which no URL can contain. */
const wellFormed = (value: string): string => Buffer.from(value).toString();
const asJson = (value: unknown): string | undefined => JSON.stringify(value);

const junk = fc.oneof(
  fc.jsonValue({ stringUnit: "binary" }) as fc.Arbitrary<unknown>,
  fc.record({ __proto__: text, constructor: text, "": text }, { requiredKeys: [] }),
  text,
);

/** Makes a well-formed value with one field missing, added or replaced. */
const almostWellFormed = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
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

/** Bodies that are not JSON, or unusual JSON. */
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
      Origin: fc.constantFrom("null", "https://evil.test", "app://console", "not an origin"),
      "Content-Encoding": fc.constantFrom("gzip", "identity", "br", "nonsense"),
    },
    { requiredKeys: [] },
  )
  .map((headers) =>
    Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
  );

/** Headers that are one character too long. */
const longHeader = fc.constantFrom<Record<string, string>>(
  { "Synapse-Device": "x".repeat(65) },
  { "Idempotency-Key": "x".repeat(201) },
);

function param({ path }: Endpoint, ids: KnownIds): fc.Arbitrary<string> {
  const name = /:(\w+)/u.exec(path)?.[1] ?? "";
  const known = ids.params[name] ?? ids.others;
  return mostly(
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
  // A poll that waits would wait for ever, because the test's clock stands still.
  const asked = pairs.map(([name, value]): [string, string] => [
    name,
    endpoint === liveCalls && name === "wait" && /^\d{1,2}$/u.test(value) ? "0" : value,
  ]);
  const written = new URLSearchParams(
    asked.map(([name, value]): [string, string] => [wellFormed(name), wellFormed(value)]),
  ).toString();
  return written === "" ? "" : `?${written}`;
}
