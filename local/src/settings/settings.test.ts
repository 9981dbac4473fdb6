import { describe, expect, it } from "vitest";
import { settingsFromEnv, urlsOf } from "./settings.ts";

describe("the stack's settings", () => {
  it("are the documented ports where nothing is set", () => {
    const { ports, dataDir } = settingsFromEnv({});
    expect(ports).toEqual({
      postgres: 54322,
      gateway: 54321,
      livekit: 7880,
      livekitUdp: 7882,
      server: 3001,
      console: 5173,
      portal: 5174,
    });
    expect(dataDir).toMatch(/\.local$/u);
  });

  it("move a port by its variable, and every address with it", () => {
    const { ports } = settingsFromEnv({ SYNAPSE_SERVER_PORT: "4001", SYNAPSE_LIVEKIT_PORT: "" });
    expect(urlsOf(ports).api).toBe("http://127.0.0.1:4001");
    expect(urlsOf(ports).livekit).toBe("ws://127.0.0.1:7880");
  });

  it.each(["0", "70000", "http", "-1"])("refuse %s as a port, by the variable's name", (value) => {
    expect(() => settingsFromEnv({ SYNAPSE_PG_PORT: value })).toThrow(
      `SYNAPSE_PG_PORT must be a port (1 to 65535), not "${value}".`,
    );
  });
});
