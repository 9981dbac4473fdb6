import { endReasons, type EndReason } from "@synapse-voice/contract";
import { aCallView, ada, aSnapshot, carl } from "@synapse-voice/client/testing";
import { describe, expect, it } from "vitest";
import { askedText } from "../../../widget/src/panel/texts/callback-text.ts";
import { endedText } from "../../../widget/src/panel/texts/ended-text.ts";
import { queueText } from "../../../widget/src/panel/texts/queue-text.ts";
import { askedWords, askForCallback, offersCallback } from "./callback-words.ts";
import { endReasonWords } from "./end-reason-words.ts";
import { queueWords } from "./queue-words.ts";

const minute = 60_000;
const now = new Date(2026, 0, 9, 12).getTime();
const instant = (minutes: number): string => new Date(now + minutes * minute).toISOString();

describe("customers read the same in React pieces as in the widget", () => {
  it("of their place in the queue", () => {
    const places = [1, 2, 10, 14].flatMap((position) =>
      [null, 0, 62, 180, 5_400].flatMap((estimatedWaitSeconds) =>
        [undefined, true, false].map((staffed) => ({ position, estimatedWaitSeconds, staffed })),
      ),
    );
    for (const place of [null, ...places]) expect(queueWords(place)).toEqual(queueText(place));
  });

  it("of their request for a call-back", () => {
    for (const minutes of [-1, -700, -1_500, -4_000, -30_000])
      for (const preferredAt of [undefined, null, instant(60), instant(1_500), instant(20_000)]) {
        const request = { requestedAt: instant(minutes), preferredAt };
        expect(askedWords(request, now)).toBe(askedText(request, now));
      }
  });

  it.each<EndReason>(endReasons)("of the end of a call by %s", (endReason) => {
    const view = aCallView({
      call: aSnapshot({ caller: carl, callee: ada, offer: null, status: "FAILED", endReason }),
      role: "caller",
      peer: ada,
      phase: "ended",
    });
    expect(endReasonWords(endReason, "caller", ada.name, "customer").title).toBe(
      endedText(view).title,
    );
  });

  it.each<EndReason>(endReasons)("of the choice of a call-back after %s", (endReason) => {
    const view = aCallView({
      call: aSnapshot({ caller: carl, callee: null, offer: null, status: "FAILED", endReason }),
      role: "caller",
      peer: null,
      phase: "ended",
    });
    const labels = endedText(view).actions.map(({ label }) => label);
    expect(offersCallback(view)).toBe(labels.includes(askForCallback));
  });
});
