import { describe, expect, test } from "vitest";
import { explainFailure } from "./explain-failure.ts";

const program = "/app/node_modules/electron/dist/electron";
const cannotOpen = "cannot open shared object file: No such file or directory";

describe("a failed start of Electron", () => {
  test.each([
    [
      `${program}: error while loading shared libraries: libnss3.so: ${cannotOpen}`,
      "Electron needs the library libnss3.so, which this machine lacks (Debian and Ubuntu: sudo apt-get install libnss3).",
    ],
    [
      `${program}: error while loading shared libraries: libfoo.so.1: ${cannotOpen}`,
      "Electron needs the library libfoo.so.1, which this machine lacks.",
    ],
    [
      "[123:0101/1:ERROR:ozone_platform_x11.cc(249)] Missing X server or $DISPLAY\n[123:ERROR:env.cc(226)] The platform failed to initialize.  Exiting.",
      "The display that DISPLAY or WAYLAND_DISPLAY names can't be opened.",
    ],
    [
      "[1:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured correctly.",
      "This system lets Chromium's sandbox start only after: sudo chown root:root /app/node_modules/electron/dist/chrome-sandbox && sudo chmod 4755 /app/node_modules/electron/dist/chrome-sandbox",
    ],
  ])("is explained in one line: %s", (output, line) => {
    expect(explainFailure(output, program)).toBe(line);
  });

  test("without a known cause has no explanation", () => {
    expect(
      explainFailure("[1:ERROR:bus.cc(399)] Failed to connect to the bus", program),
    ).toBeNull();
  });
});
