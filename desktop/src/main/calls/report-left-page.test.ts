import { aCallView, aSnapshot, createFakeCallClient } from "@synapse-voice/client/testing";
import { leavePage } from "@synapse-voice/contract";
import { expect, test } from "vitest";
import { reportLeftPage } from "./report-left-page.ts";

test("a page that crashed is reported for each call of this device, and for no other", () => {
  const client = createFakeCallClient({
    calls: [
      aCallView({ call: aSnapshot({ id: "on-call" }), phase: "on-call", here: true }),
      aCallView({ call: aSnapshot({ id: "held" }), phase: "on-call", here: true, held: true }),
      aCallView({ call: aSnapshot({ id: "ringing-out" }), phase: "ringing-out", here: true }),
      aCallView({ call: aSnapshot({ id: "elsewhere" }), phase: "on-call", here: false }),
      aCallView({ call: aSnapshot({ id: "ringing" }), phase: "ringing-in", here: false }),
      aCallView({ call: aSnapshot({ id: "over" }), phase: "ended", here: true }),
    ],
  });
  reportLeftPage(client);
  expect(client.commands).toEqual([
    ["request", leavePage, { params: { callId: "on-call" } }],
    ["request", leavePage, { params: { callId: "held" } }],
  ]);
});
