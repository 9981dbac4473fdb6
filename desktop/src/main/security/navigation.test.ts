import { describe, expect, test } from "vitest";
import { mayOpenInBrowser } from "./navigation.ts";

describe("links out of the app", () => {
  const server = ["https://voice.acme.test", "https://console.acme.test"];

  test.each(["https://voice.acme.test/help?x=1", "https://console.acme.test/set-password"])(
    "%s, of the company's own, opens in the browser",
    (address) => {
      expect(mayOpenInBrowser(address, server)).toBe(true);
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
    expect(mayOpenInBrowser(address, server)).toBe(false);
  });
});
