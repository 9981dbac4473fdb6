import type { Step } from "./testing/steps/step.ts";

/**
 * Sequences that failed once, as `npm run soak:calls` printed them. Every run begins with them. The
 * first ones failed after a rule was broken on purpose, to show that the invariants notice it.
 */
export const regressions: readonly { readonly name: string; readonly steps: readonly Step[] }[] = [
  {
    name: "a call that is over rings nobody, and ends once",
    steps: [
      { do: "dial", who: "carl", to: "ada", device: "desk", key: null, via: 0 },
      { do: "repeat", of: { do: "hang_up", call: 0, by: 0, odd: false, device: "desk", via: 0 } },
    ],
  },
  {
    name: "nobody is rung while the queue is closed",
    steps: [
      { do: "presence", who: "ada", device: "desk", via: 0, state: "available", feed: "realtime" },
      { do: "settings", change: { businessHours: { timeZone: "UTC", spans: [] } }, via: 1 },
      { do: "repeat", of: { do: "dial", who: "carl", to: null, device: "desk", key: 0, via: 0 } },
    ],
  },
  {
    name: "only a party at its own device gets a media token",
    steps: [
      { do: "dial", who: "carl", to: null, device: "desk", key: null, via: 0 },
      { do: "media_token", call: 0, by: 0, odd: true, device: "desk", via: 0 },
    ],
  },
  {
    name: "an agent who declines by hanging up hears of the queue's next turn no more",
    steps: [
      { do: "repeat", of: { do: "dial", who: "carl", to: null, device: "desk", key: 0, via: 0 } },
      { do: "presence", who: "joan", device: "desk", via: 0, state: "available", feed: "realtime" },
      { do: "presence", who: "ada", device: "desk", via: 0, state: "available", feed: "realtime" },
      { do: "hang_up", call: 0, by: 3, odd: false, device: "desk", via: 0 },
    ],
  },
  {
    name: "two devices of one agent may appear in the same instant, on two servers",
    steps: [
      {
        do: "together",
        of: [
          {
            do: "presence",
            who: "grace",
            device: "desk",
            via: 0,
            state: "available",
            feed: "realtime",
          },
          {
            do: "presence",
            who: "grace",
            device: "tab",
            via: 1,
            state: "available",
            feed: "realtime",
          },
        ],
      },
    ],
  },
  {
    name: "two servers may be asked for a call of one person in the same millisecond while the queue is closed",
    steps: [
      { do: "settings", change: { businessHours: { timeZone: "UTC", spans: [] } }, via: 1 },
      {
        do: "together",
        of: [
          { do: "dial", who: "carl", to: null, device: "desk", key: null, via: 0 },
          { do: "dial", who: "carl", to: null, device: "tab", key: null, via: 1 },
        ],
      },
    ],
  },
  {
    name: "who missed a turn and asks to hold the call hears that nobody has answered it, not that it ended",
    steps: [
      { do: "dial", who: "carl", to: null, device: "desk", key: null, via: 0 },
      { do: "presence", who: "ada", device: "desk", via: 0, state: "available", feed: "realtime" },
      { do: "pass", seconds: 26, sweeps: "often", renew: true, via: 0 },
      { do: "hold", call: 3, by: 0, odd: true, device: "desk", via: 1 },
    ],
  },
  {
    name: "a start that failed while LiveKit was away is told so again under its name, when LiveKit is back",
    steps: [
      { do: "media", up: false },
      { do: "dial", who: "dora", to: null, device: "desk", key: 0, via: 0 },
      { do: "media", up: true },
      { do: "dial", who: "dora", to: null, device: "desk", key: 0, via: 0 },
    ],
  },
  {
    name: "a call ends soon after an outage of the media server in which its parties left",
    steps: [
      { do: "talk", who: "ada", to: "joan", via: 0 },
      { do: "second_thought", who: "carl", via: 1 },
      { do: "media", up: false },
      { do: "pass", seconds: 5, sweeps: "often", renew: true, via: 1 },
      { do: "webhook", pick: 1, how: "deliver", via: 1 },
      { do: "webhook", pick: 3, how: "double", via: 1 },
      { do: "pass", seconds: 7, sweeps: "once", renew: true, via: 1 },
    ],
  },
];
