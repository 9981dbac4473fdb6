import { endReasons, errorCodes } from "@synapse-voice/contract";
import { ada } from "@synapse-voice/client/testing";
import { describe, expect, it } from "vitest";
import { adasCall, carlsCall, endedCall, onCall } from "../../testing/calls.ts";
import { formatDuration } from "./duration.ts";
import { endedText } from "./ended-text.ts";
import { microphoneSteps } from "./microphone-texts.ts";
import { callbackErrorText, noticeText } from "./notice-text.ts";
import { queueText } from "./queue-text.ts";

const direct = carlsCall("ringing-out", { callee: ada });

describe("the words at the end of a call", () => {
  it.each(endReasons)("%s has a sentence for the one who called", (reason) => {
    expect(endedText(endedCall(direct, reason)).title).toMatch(/^[A-Z].*[^.!]\.$/u);
  });

  it.each(endReasons.filter((reason) => reason !== "hung_up"))(
    "%s before the answer is a missed call for the one who was rung",
    (reason) => {
      expect(endedText(endedCall(adasCall(), reason))).toMatchObject({
        title: "You missed a call from Ada Agent.",
        actions: [{ label: "Call back", callee: { supabaseUserId: "ada" } }],
      });
    },
  );

  it("says who can't talk and offers someone else", () => {
    expect(endedText(endedCall(direct, "declined"))).toEqual({
      title: "Ada can't talk right now.",
      actions: [{ label: "Talk to someone else" }],
    });
  });

  it("says that nobody could take the call", () => {
    const text = {
      title: "Nobody could take your call just now.",
      detail: "We can call you back.",
      actions: [{ label: "Ask for a call-back", callBack: true }, { label: "Call again" }],
    };
    expect(endedText(endedCall(carlsCall("ringing-out"), "ring_timeout"))).toMatchObject(text);
    expect(endedText(endedCall(carlsCall("queued"), "no_agent"))).toMatchObject(text);
  });

  it("says that the connection was lost, also to the one who was called", () => {
    expect(endedText(endedCall(onCall(), "connection_lost")).title).toBe(
      "The connection was lost.",
    );
    const answered = endedCall({ ...onCall(), role: "callee" }, "connection_lost");
    expect(endedText(answered).title).toBe("The connection was lost.");
  });

  it("calls the same person again where one was named, and else whoever answers", () => {
    expect(endedText(endedCall(direct, "ring_timeout")).actions).toContainEqual({
      label: "Call again",
      callee: { supabaseUserId: "ada", name: "Ada Agent" },
    });
    expect(endedText(endedCall(onCall(), "hung_up")).actions).toEqual([{ label: "Call again" }]);
  });

  it("says how it ended here before the server has", () => {
    expect(endedText({ ...onCall(), phase: "ended" }).title).toBe("The call has ended.");
    expect(endedText({ ...direct, phase: "ended" }).title).toBe("You cancelled the call.");
  });
});

describe("the words of a wait", () => {
  it.each([
    [{ position: 2, estimatedWaitSeconds: 180 }, "You're second in line, about 3 minutes"],
    [{ position: 1, estimatedWaitSeconds: null }, "You're next"],
    [{ position: 1, estimatedWaitSeconds: 20 }, "You're next, less than a minute"],
    [{ position: 1, estimatedWaitSeconds: 62 }, "You're next, about a minute"],
    [{ position: 10, estimatedWaitSeconds: null }, "You're tenth in line"],
    [{ position: 11, estimatedWaitSeconds: 5_400 }, "You're number 11 in line, more than an hour"],
    [{ position: 1, estimatedWaitSeconds: null, staffed: false }, "Nobody is available right now."],
    [{ position: 1, estimatedWaitSeconds: null, staffed: true }, "You're next"],
    [null, "Waiting for someone…"],
  ])("%j is %j", (place, title) => {
    expect(queueText(place)[0]).toBe(title);
  });
});

describe("the words of a failure", () => {
  it.each([...Object.keys(errorCodes), "network", "invalid_reply", "code_of_a_newer_server"])(
    "%s has a sentence",
    (code) => {
      expect(noticeText({ code }).title).toMatch(/^[A-Z].*\.$/u);
    },
  );

  it("a call-back that could not be requested says what to do", () => {
    expect(callbackErrorText("network").detail).toContain("check your connection");
    expect(callbackErrorText("rate_limited").detail).toContain("wait a minute");
    expect(callbackErrorText("internal")).toEqual({
      detail: "This didn't work. Please try again in a few minutes.",
      code: "internal",
    });
  });

  it("a fault carries its code for whoever is asked for help; the rest does not", () => {
    expect(noticeText({ code: "origin_not_allowed" }).code).toBe("origin_not_allowed");
    expect(noticeText({ code: "media_unavailable" }).code).toBe("media_unavailable");
    expect(noticeText({ code: "no_agent" }).code).toBeUndefined();
  });
});

it.each([
  ["Mozilla/5.0 (X11; Linux x64) Chrome/140 Safari/537.36", "Press the icon left of the address."],
  [
    "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140",
    "Press the lock left of the address.",
  ],
  [
    "Mozilla/5.0 (X11; rv:140.0) Gecko Firefox/140.0",
    "Press the crossed-out microphone left of the address.",
  ],
  [
    "Mozilla/5.0 (Macintosh) Version/19 Safari/605",
    "In the menu, choose Safari, then Settings for This Website.",
  ],
  [
    "Mozilla/5.0 (iPhone) Version/19 Mobile Safari/605",
    "Tap the page menu beside the address, then Website Settings.",
  ],
  [
    "Mozilla/5.0 (Linux; Android 16) Chrome/140 Mobile Safari/537.36",
    "Tap the icon left of the address, then Permissions.",
  ],
  ["something else", "Open this site's settings in your browser."],
])("a refused microphone has steps for %s", (userAgent, first) => {
  expect(microphoneSteps("refused", userAgent)).toEqual([first, expect.any(String)]);
});

it("a running time has hours only when it lasts that long", () => {
  expect([0, 7, 127, 3599, 3600, 6471].map(formatDuration)).toEqual([
    "0:00",
    "0:07",
    "2:07",
    "59:59",
    "1:00:00",
    "1:47:51",
  ]);
});
