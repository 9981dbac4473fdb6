import * as fc from "fast-check";
import type { CallVerb, RequestStep, Step } from "./step.ts";
import { agents, customers, devices, stranger, type Name } from "../world/people.ts";

const via = fc.constantFrom(0 as const, 1 as const);
const device = fc.constantFrom(...devices);
const agent = fc.constantFrom(...agents);
const customer = fc.constantFrom(...customers);
const small = fc.nat({ max: 5 });
/** Large enough to pick everybody, the stranger included. */
const person = fc.nat({ max: 6 });
/**
 * One command in seven does not suit its target, such as one of another person, or on a call that
 * is over. One comes after the person's turn.
 */
const fit = fc.constantFrom(
  { odd: false },
  { odd: false },
  { odd: false },
  { odd: false },
  { odd: false },
  { odd: true },
  { odd: false, past: true },
);

const presence: fc.Arbitrary<RequestStep> = fc.record({
  do: fc.constant("presence"),
  who: agent,
  device,
  via,
  state: fc.constantFrom("available", "available", "available", "available", "away"),
  feed: fc.constantFrom("realtime", "realtime", "realtime", "poll", "down"),
});
const anyone = fc.constantFrom<Name>(...customers, ...customers, ...agents, stranger);
const key = fc.constantFrom(null, null, 0);
const dial: fc.Arbitrary<RequestStep> = fc.oneof(
  fc.record({ do: fc.constant("dial"), who: customer, to: agent, device, key, via }),
  fc.record({ do: fc.constant("dial"), who: agent, to: customer, device, key, via }),
  fc.record({ do: fc.constant("dial"), who: agent, to: agent, device, key, via }),
  ...Array.from({ length: 4 }, () =>
    fc.record({
      do: fc.constant("dial" as const),
      who: customer,
      to: fc.constant(null),
      device,
      key,
      via,
    }),
  ),
  fc.record({ do: fc.constant("dial"), who: anyone, to: fc.option(anyone), device, key, via }),
);
const verb = (...verbs: CallVerb[]): fc.Arbitrary<RequestStep> =>
  fc
    .tuple(fc.record({ do: fc.constantFrom(...verbs), call: small, by: person, device, via }), fit)
    .map(([made, how]) => ({ ...made, ...how }));
const soundReport: fc.Arbitrary<RequestStep> = fc
  .tuple(verb("report_sound"), fc.constantFrom(null, "unheard" as const, "blocked" as const))
  .map(([step, trouble]) => ({ ...step, trouble }) as RequestStep);
const callback: fc.Arbitrary<RequestStep> = fc.oneof(
  fc.record({ do: fc.constant("ask_callback" as const), who: customer, via }),
  ...(["claim", "done", "reopen"] as const).map((verb) =>
    fc.record({ do: fc.constant(verb), callback: small, who: agent, via }),
  ),
);
const closed = { timeZone: "UTC", spans: [] };
const change = fc.oneof(
  fc.record({ queueStrategy: fc.constantFrom("longest_idle", "ring_all") }),
  fc.record({ wrapUpSeconds: fc.constantFrom(0, 20) }),
  fc.record({ maxWaitSeconds: fc.constantFrom(20, 60) }),
  fc.record({ businessHours: fc.constantFrom(null, closed, closed) }),
  fc.record({ holdSound: fc.constantFrom("music", "silence") }),
);

const weigh = <T>(...choices: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** One request of one person. */
const request: fc.Arbitrary<RequestStep> = weigh(
  [12, presence],
  [1, fc.record({ do: fc.constant("sign_off"), who: agent, device, via })],
  [8, dial],
  [8, verb("accept")],
  [3, verb("decline")],
  [2, verb("cancel")],
  [4, verb("hang_up")],
  [7, verb("hold", "resume")],
  [4, verb("continue")],
  [2, verb("renew")],
  [3, verb("media_token")],
  [2, soundReport],
  [1, fc.record({ do: fc.constant("end_wrap_up"), who: agent, via })],
  [4, callback],
  [1, fc.record({ do: fc.constant("look"), who: fc.oneof(agent, customer), via })],
);

const rare: fc.Arbitrary<RequestStep> = fc.oneof(
  fc.record({ do: fc.constant("remove"), who: agent, via }),
  fc.record({ do: fc.constant("settings"), change, via }),
  fc.record({ do: fc.constant("settings"), change, via }),
);

const seconds = weigh(
  [5, fc.integer({ min: 1, max: 4 })],
  [2, fc.integer({ min: 5, max: 9 })],
  [3, fc.constantFrom(11, 16, 21, 31, 31)],
  [1, fc.constantFrom(61, 620)],
);
const pass: fc.Arbitrary<Step> = fc
  .record({
    do: fc.constant("pass"),
    seconds,
    sweeps: fc.constantFrom("often", "often", "once", "never"),
    renew: fc.constantFrom(true, true, true, false),
    via,
  })
  // Ten minutes with a sweep every few seconds would take too long.
  .map(
    (step): Step =>
      (step.seconds > 100 && step.sweeps === "often" ? { ...step, sweeps: "once" } : step) as Step,
  );

/** One step of a sequence. */
export const step: fc.Arbitrary<Step> = weigh<Step>(
  [48, request],
  [3, rare],
  [
    7,
    fc.record({
      do: fc.constant("together"),
      of: fc.array(weigh<RequestStep>([24, request], [1, rare]), { minLength: 2, maxLength: 4 }),
      sweep: fc.option(via, { nil: null }),
    }),
  ],
  [4, fc.record({ do: fc.constant("accept_by_many"), call: small })],
  [1, fc.record({ do: fc.constant("glare"), who: fc.oneof(agent, customer), to: agent })],
  [
    5,
    fc.record({
      do: fc.constant("talk"),
      who: fc.oneof(customer, agent),
      to: fc.oneof(agent, agent, customer),
      via,
    }),
  ],
  [
    1,
    fc.record({
      do: fc.constant("blocked_talk"),
      who: customer,
      to: agent,
      via,
    }),
  ],
  [2, fc.record({ do: fc.constant("second_thought"), who: customer, via })],
  [
    1,
    fc.record({
      do: fc.constant("removed_while_rung"),
      who: customer,
      to: fc.option(agent, { nil: null }),
      via,
    }),
  ],
  [
    2,
    fc.record({
      do: fc.constant("work_off"),
      who: customer,
      by: agent,
      end: fc.constantFrom("done", "reopen"),
      via,
    }),
  ],
  [
    5,
    fc.record({
      do: fc.constant("repeat"),
      of: weigh<RequestStep>(
        [5, request],
        [
          1,
          fc.record({
            do: fc.constant("dial"),
            who: customer,
            to: fc.option(agent, { nil: null }),
            device,
            key: fc.constant(0),
            via,
          }),
        ],
      ),
    }),
  ],
  [
    2,
    fc.record({
      do: fc.constant("crash"),
      at: fc.integer({ min: 2, max: 24 }),
      of: weigh<RequestStep>(
        [6, request],
        [3, dial],
        [3, verb("accept", "cancel", "hang_up")],
        [1, rare],
      ),
    }),
  ],
  [
    9,
    fc.record({ do: fc.constant("join"), call: small, side: small, goodbye: fc.constant(false) }),
  ],
  [3, fc.record({ do: fc.constant("leave"), call: small, side: small, goodbye: fc.boolean() })],
  [
    16,
    fc.record({
      do: fc.constant("webhook"),
      pick: small,
      how: fc.constantFrom("deliver", "deliver", "drop", "double", "double", "keep"),
      via,
    }),
  ],
  [1, fc.record({ do: fc.constant("lose_room"), call: small })],
  [
    2,
    weigh<Step>(
      [1, fc.constant({ do: "media", up: false })],
      [3, fc.constant({ do: "media", up: true })],
    ),
  ],
  [9, pass],
  [1, fc.record({ do: fc.constant("restart"), via })],
);
