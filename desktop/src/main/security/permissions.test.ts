import { describe, expect, test } from "vitest";
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
