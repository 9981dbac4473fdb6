import { describe, expect, test } from "vitest";
import { mayOpenOutside } from "./navigation.ts";
import { isPermitted } from "./permissions.ts";

const ownPage = "app://console/calls";

describe("permissions", () => {
  test.each([
    ["media", ["audio"]],
    ["media", ["unknown"]],
    ["speaker-selection", []],
    ["notifications", []],
    ["local-network-access", []],
  ])("our page may use %s %j", (permission, media) => {
    expect(isPermitted({ permission, page: ownPage, media })).toBe(true);
  });

  test.each([
    ["media", ["video"]],
    ["media", ["audio", "video"]],
    ["geolocation", []],
    ["display-capture", ["video"]],
    ["clipboard-read", []],
    ["hid", []],
    ["usb", []],
    ["openExternal", []],
    ["something-new", []],
  ])("not even our page may use %s %j", (permission, media) => {
    expect(isPermitted({ permission, page: ownPage, media })).toBe(false);
  });

  test.each([
    "https://evil.test/",
    "app://evil/",
    "file:///index.html",
    "data:text/html,x",
    "about:blank",
    "",
    "app://console.evil.test/",
  ])("%j may not even use the microphone", (page) => {
    expect(isPermitted({ permission: "media", page, media: ["audio"] })).toBe(false);
  });
});

describe("links out of the app", () => {
  const server = ["https://voice.acme.test", "https://console.acme.test"];

  test.each(["https://voice.acme.test/help?x=1", "https://console.acme.test/set-password"])(
    "%s, of the company's own, opens in the browser",
    (address) => {
      expect(mayOpenOutside(address, server)).toBe(true);
    },
  );

  test.each([
    "https://evil.test/",
    "http://voice.acme.test/",
    "https://voice.acme.test.evil.test/",
    "https://voice.acme.test@evil.test/",
    "https://user:pass@voice.acme.test/",
    "https://voice.acme.test:8443/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "smb://voice.acme.test/share",
    "ms-msdt:/id",
    "synapse-voice://call",
    "app://console/",
    "not an address",
    "",
  ])("%j opens nowhere", (address) => {
    expect(mayOpenOutside(address, server)).toBe(false);
  });
});
