import { expect, it } from "vitest";
import { createLinkHandlers, registerOwnScheme } from "./link-handlers.ts";
import { createPendingLink } from "./pending-link.ts";

it("says what the system does, also where it refuses to change that", async () => {
  const registered = new Set(["synapse-voice"]);
  const handlers = createLinkHandlers(
    {
      isDefaultProtocolClient: (scheme) => registered.has(scheme),
      setAsDefaultProtocolClient: (scheme) => scheme === "tel" && registered.add(scheme).size > 0,
      removeAsDefaultProtocolClient: (scheme) => registered.delete(scheme),
    },
    createPendingLink(() => 0),
  );
  const before = { "synapse-voice": true, tel: false, callto: false };
  expect(await handlers["links:handlers"]()).toEqual(before);
  expect(await handlers["links:register"]("tel", true)).toEqual({ ...before, tel: true });
  expect(await handlers["links:register"]("callto", true)).toEqual({ ...before, tel: true });
  expect(await handlers["links:register"]("tel", false)).toEqual(before);
});

it.each([
  ["win32", true, ["synapse-voice"]],
  ["win32", false, []],
  ["linux", true, []],
  ["darwin", true, []],
])("on %s, packed: %s, registers %j at the start", (platform, isPackaged, expected) => {
  const registered: string[] = [];
  registerOwnScheme(
    {
      isPackaged,
      isDefaultProtocolClient: () => false,
      setAsDefaultProtocolClient: (scheme) => registered.push(scheme) > 0,
      removeAsDefaultProtocolClient: () => false,
    },
    platform,
  );
  expect(registered).toEqual(expected);
});
