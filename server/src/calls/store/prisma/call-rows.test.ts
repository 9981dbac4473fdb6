import { expect, it } from "vitest";
import { fromRow, toLegRow, toRow, type CallRow } from "./call-rows.ts";
import { after, offerOf, party, placed } from "../../domain/testing/example-calls.ts";

it("reads a call that a newer version ended, for a reason that this one does not know", () => {
  const call = after(placed(party("carl"), party("ada")), offerOf(party("ada")), {
    type: "cancel",
    by: { userId: "carl", deviceId: "tab" },
  });
  const legs = call.legs.map((leg) => ({ ...toLegRow(call, leg), leftReason: "of_the_future" }));
  const row = {
    ...toRow(call),
    endReason: "of_the_future",
    legs,
    offers: [],
    recording: null,
  } as unknown as CallRow;
  expect(fromRow(row)).toEqual({
    ...call,
    endReason: null,
    legs: call.legs.map((leg) => ({ ...leg, leftReason: null })),
    offers: [],
  });
});
