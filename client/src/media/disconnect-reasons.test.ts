import { DisconnectReason } from "livekit-client";
import { describe, expect, it } from "vitest";
import { rejoinAfter } from "./disconnect-reasons.ts";

const reasons = Object.values(DisconnectReason).filter((value) => typeof value === "number");

describe("why LiveKit says that we are out", () => {
  it("has an answer for every reason that this LiveKit knows", () => {
    expect(Object.keys(rejoinAfter).map(Number).sort((a, b) => a - b)).toEqual(reasons.toSorted((a, b) => a - b));
  });

  it("only another join of this device is final", () => {
    expect(reasons.filter((reason) => rejoinAfter[reason] === "never")).toEqual([DisconnectReason.DUPLICATE_IDENTITY]);
  });
});
