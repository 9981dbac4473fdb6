import { describe, expect, test } from "vitest";
import { isPermitted, isPermittedDevice } from "./permissions.ts";

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

describe("devices", () => {
  const telephony = { usagePage: 0x0b, usage: 0x05 };
  const consumer = { usagePage: 0x0c, usage: 0x01 };
  const vendor = { usagePage: 0xff00, usage: 0x01 };
  const headset = {
    deviceType: "hid",
    origin: "app://console",
    device: { collections: [consumer, telephony, vendor] },
  };

  test("our page may use a headset with buttons", () => {
    expect(isPermittedDevice(headset)).toBe(true);
  });

  test.each([
    ["another site", { origin: "https://evil.test" }],
    ["another host of our scheme", { origin: "app://evil" }],
    ["an origin without an address", { origin: "null" }],
    ["USB", { deviceType: "usb" }],
    ["a serial port", { deviceType: "serial" }],
    ["a keyboard", { device: { collections: [{ usagePage: 0x01 }] } }],
    ["a security key", { device: { collections: [{ usagePage: 0xf1d0 }] } }],
    ["a device of its vendor alone", { device: { collections: [vendor, consumer] } }],
    ["a device without collections", { device: { collections: [] } }],
    ["a device that does not say what it is", { device: {} }],
  ])("but nothing else: %s", (_what, change) => {
    expect(isPermittedDevice({ ...headset, ...change })).toBe(false);
  });
});
