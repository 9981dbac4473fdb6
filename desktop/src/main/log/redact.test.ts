import { describe, expect, test } from "vitest";
import { createRedactor } from "./redact.ts";

const jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl-_x";
const { redact } = createRedactor();

describe("what is secret or personal is hidden", () => {
  test.each([
    ["a token", `bad token ${jwt}`, "bad token [token]"],
    ["a token that was cut off", jwt.slice(0, 30), "[token]"],
    ["a header", `Authorization: Bearer ${jwt}`, "Authorization: [hidden]"],
    ["a header in JSON", '{"authorization":"Bearer abc.def"}', '{"authorization":[hidden]}'],
    ["a bearer token", "got Bearer v1.abcdefgh", "got Bearer [hidden]"],
    ["a refresh token", 'x {"refresh_token":"q1w2e3r4"}', 'x {"refresh_token":[hidden]}'],
    ["a value with a quote", '{"password":"a\\"b c","x":1}', '{"password":[hidden],"x":1}'],
    ["a value that was cut off", '{"access_token":"abc', '{"access_token":[hidden]'],
    ["a typed password", "password=hunter2 failed", "password=[hidden] failed"],
    ["a nested name", "provider_refresh_token: abc", "provider_refresh_token: [hidden]"],
    ["a query", "GET https://a.test/x?apikey=1&b=2 failed", "GET https://a.test/x?[hidden] failed"],
    ["a fragment", "app://console/set#access_token=1", "app://console/set?[hidden]"],
    ["a socket's address", `(wss://a.test/ws?token=${jwt})`, "(wss://a.test/ws?[hidden])"],
    ["a password in an address", "postgres://u:p@db.test/x", "postgres://[hidden]@db.test/x"],
    ["a path's query", "/rtc?access_token=abc&x=1", "/rtc?access_token=[hidden]&x=1"],
    ["a publishable key", "apikey sb_publishable_abc-1", "apikey [key]"],
    ["a long secret", "key a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6 x", "key [secret] x"],
    ["an email address", "carl.customer@acme.test: no", "c***@acme.test: no"],
    ["an encoded one", "to=carl%40acme.test", "to=c***@acme.test"],
    ["a phone number", "call +49 (170) 123-4567 now", "call ***67 now"],
    ["a national one", "call 0170 1234567", "call ***67"],
    ["bare digits", "from 491701234567", "from ***67"],
    ["a home folder", "EACCES '/home/ada.agent/.config/x'", "EACCES '/home/[user]/.config/x'"],
    ["one of macOS", "at file:///Users/ada/app.js:1:2", "at file:///Users/[user]/app.js:1:2"],
    ["one of Windows", "C:\\Users\\Ada Agent\\x.log", "C:\\Users\\[user]\\x.log"],
    ["one of Windows in JSON", '"C:\\\\Users\\\\ada\\\\x"', '"C:\\\\Users\\\\[user]\\\\x"'],
    ["a link that calls", "tel:+491701234567", "tel:[hidden]"],
  ])("%s", (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

test.each([
  "2026-11-29T15:49:53.123Z info page: crashed",
  "no reply of 127.0.0.1:3001 within 5 s, tried 3 times",
  "call 0b7f0c9e-3c1d-4f7e-9a57-3f2a64c1d2ab ended: rang_out",
  "Error: boom | at f (app://console/assets/index-B7x2.js:10:2345)",
  "Electron 45.1.0, Chromium 156.0.7100.22, Linux 6.1.0-18-amd64",
])("what helps support stays: %s", (text) => {
  expect(redact(text)).toBe(text);
});

test("secrets that are known are found without a name beside them", () => {
  const redactor = createRedactor();
  redactor.hide("h6f3kq2v", "");
  expect(redactor.redact("Invalid Refresh Token h6f3kq2v.")).toBe(
    "Invalid Refresh Token [secret].",
  );
});

test("a hostile text takes no long time", () => {
  const begin = performance.now();
  for (const part of ["a@", "eyJ", "+1 ", "token:", "http://a?", "a.", '"token":"\\', "0 1"])
    redact(part.repeat(20_000 / part.length));
  expect(performance.now() - begin).toBeLessThan(1_000);
});

test("a text of many addresses takes no longer than one of as many words", () => {
  const timeOf = (part: string): number => {
    const begin = performance.now();
    for (let run = 0; run < 5; run += 1) redact(part.repeat(20_000 / part.length));
    return performance.now() - begin;
  };
  timeOf("a:// ");
  expect(timeOf("a://")).toBeLessThan(20 * timeOf("a:// ") + 50);
});
