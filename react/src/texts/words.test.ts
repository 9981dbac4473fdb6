import { describe, expect, it } from "vitest";
import {
  AgentState,
  endReasons,
  errorCodes,
  offerOutcomes,
  type CallSnapshot,
} from "@synapse-voice/contract";
import { aCallView, ada, aSnapshot, carl, grace } from "@synapse-voice/client/testing";
import { closedWords, heldByPeerWords } from "./call-words.ts";
import { clockTime } from "./clock-time.ts";
import { endReasonWords } from "./end-reason-words.ts";
import { endedWords } from "./ended-words.ts";
import { shortName } from "./names.ts";
import { knownCodes, noticeWords } from "./notice-words.ts";
import { browserKind, microphoneSteps, microphoneWords, silenceWords } from "./device-words.ts";
import { shownState, stateWords } from "./agent-words.ts";

const audiences = ["agent", "customer"] as const;
const ended = (snapshot: Partial<CallSnapshot>, view: Parameters<typeof aCallView>[0] = {}) =>
  aCallView({ call: aSnapshot(snapshot), phase: "ended", ...view });
/** No blame, no jargon: words that must not reach a person. */
const forbidden = /!|undefined|null|\{|\}|error|invalid|failed/iu;

describe("the text of an ended call", () => {
  for (const audience of audiences) {
    for (const reason of endReasons) {
      for (const role of ["caller", "callee", "offered", "none"] as const) {
        it(`${reason}, read by the ${audience} as ${role}, is a plain sentence`, () => {
          const { title, detail = "" } = endReasonWords(reason, role, "Carl Customer", audience);
          expect(title).toMatch(/^[A-Z]/u);
          expect(title + detail).not.toMatch(forbidden);
        });
      }
      it(`${reason} needs no name for the ${audience}`, () => {
        expect(endReasonWords(reason, "caller", null, audience).title).toMatch(/^[A-Z]/u);
      });
    }
    for (const outcome of offerOutcomes) {
      it(`an offer that was ${outcome} reads as a sentence for the ${audience}`, () => {
        const view = ended({
          status: "IN_PROGRESS",
          callee: grace,
          offer: { id: "offer", outcome },
        });
        expect(endedWords(view, "ada", audience).title).toMatch(/^[A-Z]/u);
      });
    }
  }

  it("a call that timed out is missed, with its caller's whole name", () => {
    expect(
      endedWords(
        ended({
          status: "MISSED",
          endReason: "ring_timeout",
          offer: { id: "offer", outcome: "missed" },
        }),
        "ada",
        "agent",
      ),
    ).toEqual({ title: "Missed call from Carl Customer", next: "call-back" });
  });

  it("a caller who gave up is not the agent's miss to explain", () => {
    expect(
      endedWords(
        ended({
          status: "CANCELLED",
          endReason: "cancelled",
          offer: { id: "offer", outcome: "cancelled" },
        }),
        "ada",
        "agent",
      ).title,
    ).toBe("Carl hung up before you answered");
  });

  it("a call that was answered elsewhere names who answered, or my other device", () => {
    const elsewhere = { id: "offer", outcome: "answered_elsewhere" } as const;
    expect(
      endedWords(ended({ status: "IN_PROGRESS", callee: grace, offer: elsewhere }), "ada", "agent")
        .title,
    ).toBe("Answered by Grace");
    expect(
      endedWords(ended({ status: "IN_PROGRESS", callee: ada, offer: elsewhere }), "ada", "agent")
        .title,
    ).toBe("Answered on another device");
  });

  it("whoever declined reads that they did, the customer reads that the agent can't talk", () => {
    const declined = { status: "DECLINED", endReason: "declined" } as const;
    expect(
      endedWords(
        ended({ ...declined, offer: { id: "offer", outcome: "declined" } }),
        "ada",
        "agent",
      ).title,
    ).toBe("You declined");
    expect(endedWords(ended({}, { left: true }), "ada", "agent").title).toBe("You declined");
    const atCarl = ended({ ...declined, offer: null }, { role: "caller", peer: ada });
    expect(endedWords(atCarl, "carl", "customer")).toEqual({
      title: "Ada can't talk right now.",
      next: "someone-else",
    });
  });

  it("says who hung up, if it was not me", () => {
    const talked = {
      status: "COMPLETED",
      endReason: "hung_up",
      offer: { id: "offer", outcome: "accepted" },
    } as const;
    expect(
      endedWords(
        ended({ ...talked, endedBy: carl.supabaseUserId }, { role: "callee" }),
        "ada",
        "agent",
      ).title,
    ).toBe("Carl hung up");
    expect(
      endedWords(ended({ ...talked, endedBy: "ada" }, { role: "callee" }), "ada", "agent").title,
    ).toBe("Call ended");
  });

  it("a person who was removed is gone for colleagues, and not available for customers", () => {
    const removed = { status: "COMPLETED", endReason: "person_removed", offer: null } as const;
    const titleFor = (userId: string, peer: typeof ada, audience: "agent" | "customer") =>
      endedWords(ended(removed, { role: "caller", peer }), userId, audience).title;
    expect([
      titleFor("grace", ada, "agent"),
      titleFor("ada", carl, "agent"),
      titleFor("carl", ada, "customer"),
    ]).toEqual([
      "Ada no longer works here",
      "Carl was removed, and can't be called",
      "Ada isn't available.",
    ]);
  });

  it("a lost connection names the other side to an agent only", () => {
    expect(endReasonWords("connection_lost", "callee", "Carl Customer", "agent")).toEqual({
      title: "The connection to Carl was lost",
      next: "call-back",
    });
    expect(endReasonWords("connection_lost", "caller", "Ada Agent", "customer")).toEqual({
      title: "The connection was lost.",
      next: "call-again",
    });
  });
});

describe("the text of a failed command", () => {
  it("knows every code of the contract", () => {
    expect([...knownCodes].toSorted()).toEqual(Object.keys(errorCodes).toSorted());
  });

  for (const audience of audiences) {
    for (const code of [...knownCodes, "network", "invalid_reply", "code_of_a_newer_server"]) {
      it(`${code} reads as a sentence for the ${audience}, with a name and without`, () => {
        expect(noticeWords(code, audience, "Carl Customer").title).toMatch(/^[A-Z]/u);
        const { title, detail = "" } = noticeWords(code, audience);
        expect(title + detail).not.toMatch(/[!{}]/u);
        expect(noticeWords(code, audience, "toString").title).not.toContain("{name}");
      });
    }
  }

  it("closed hours read the same before and after a call", () => {
    expect(noticeWords("closed", "customer").title).toBe(closedWords(null, Date.now()));
  });

  it("closed hours name the date at which the team opens, where that is not in this week", () => {
    const now = new Date(2026, 11, 24, 13).getTime();
    const opens = (...date: [number, number, number, number]): string =>
      closedWords(new Date(...date).toISOString(), now).replace(/^.*again /u, "");
    expect(opens(2026, 11, 28, 9)).toBe("Monday, 9:00.");
    expect(opens(2027, 0, 4, 9)).toBe("Monday, 4 January, 9:00.");
  });

  it("names the person it is about", () => {
    expect(noticeWords("busy", "agent", "Carl Customer").title).toBe("Carl is on another call");
    expect(noticeWords("answered_elsewhere", "agent", "Grace Agent").title).toBe(
      "Answered by Grace",
    );
    expect(noticeWords("answered_elsewhere", "agent").title).toBe("Answered on another device");
  });

  it("does not take an inherited property for a code", () => {
    expect(noticeWords("constructor", "agent").title).toBe("That didn't work");
  });
});

describe("the steps for a microphone", () => {
  const agents: Record<string, string> = {
    chrome:
      "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "chrome (headless)":
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
    edge: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
    firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    safari:
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
    "safari-ios":
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    "app-windows":
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Electron/45.0.0 Safari/537.36",
    "app-mac":
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Electron/45.0.0 Safari/537.36",
    "app-linux":
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Electron/45.0.0 Safari/537.36",
    other: "curl/8",
  };
  for (const [kind, userAgent] of Object.entries(agents)) {
    it(`fit ${kind}`, () => {
      expect(browserKind(userAgent)).toBe(kind.split(" ")[0]);
      expect(microphoneWords("refused", "agent", userAgent)?.steps).toBe(
        microphoneSteps[browserKind(userAgent)],
      );
    });
  }

  it("an agent reads that the microphone is blocked, a customer that the browser blocks it", () => {
    expect(microphoneWords("refused", "agent", agents["chrome"]!)?.title).toBe(
      "Your microphone is blocked",
    );
    expect(microphoneWords("refused", "customer", agents["chrome"]!)?.title).toBe(
      "Your browser blocks the microphone",
    );
  });

  it("say nothing while the microphone works", () => {
    for (const state of ["idle", "asking", "on"] as const)
      expect(microphoneWords(state, "agent", "")).toBeNull();
    for (const state of ["missing", "insecure"] as const)
      expect(microphoneWords(state, "customer", "")?.title).toMatch(/^[A-Z]/u);
  });
});

describe("the text of sound that does not come through", () => {
  for (const audience of audiences) {
    for (const silence of [
      "microphone-silent",
      "they-cannot-hear-us",
      "no-sound-from-them",
    ] as const) {
      it(`${silence} reads as a sentence for the ${audience}, with a name and without`, () => {
        for (const name of ["Carl", ""]) {
          const { title, detail, steps } = silenceWords(silence, audience, name, "");
          for (const text of [title, detail, ...steps]) expect(text).toMatch(/^[A-Z]/u);
          expect([title, detail, ...steps].join(" ")).not.toMatch(forbidden);
        }
      });
    }

    it(`a hold by the other side names them to the ${audience}, where there is a name`, () => {
      expect(heldByPeerWords("Grace", audience)).toMatch(/^Grace put you on hold/u);
      expect(heldByPeerWords("", audience)).toMatch(/^[A-Z].* put you on hold/u);
    });
  }
});

describe("the state of an agent", () => {
  for (const state of AgentState.options) {
    it(`${state} has a word`, () =>
      expect(stateWords({ state, reachable: true })).toMatch(/^[A-Z]/u));
  }

  it("is that of somebody to call by name where the queue never rings them", () => {
    const alex = { state: "away", reachable: true, takesQueueCalls: false } as const;
    expect([stateWords(alex), shownState(alex)]).toEqual(["Available by name", "available"]);
    expect(stateWords({ ...alex, reachable: false })).toBe("Offline");
    expect(stateWords({ ...alex, state: "on_call" })).toBe("On a call");
  });
});

describe("small words", () => {
  it("times are minutes and seconds, with hours only where there are any", () => {
    expect([0, 7.9, 247, 3791].map(clockTime)).toEqual(["0:00", "0:07", "4:07", "1:03:11"]);
  });

  it("a person goes by the first word of their name", () => {
    expect([" Carl  Customer", "Li", "", null].map(shortName)).toEqual(["Carl", "Li", "", ""]);
  });
});
