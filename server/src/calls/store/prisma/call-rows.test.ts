import { expect, it } from "vitest";
import { fromRow, toRow, type CallRow } from "./call-rows.ts";
import { after, offerOf, party, placed } from "../../domain/testing/example-calls.ts";

it("reads a call that a newer version ended, for a reason that this one does not know", () => {
  const call = after(placed(party("carl"), party("ada")), offerOf(party("ada")), {
    type: "cancel",
    by: { personId: "carl", deviceId: "tab" },
  });
  const row = { ...toRow(call), endReason: "of_the_future", offers: [] } as unknown as CallRow;
  expect(fromRow(row)).toEqual({ ...call, endReason: null, offers: [] });
});
