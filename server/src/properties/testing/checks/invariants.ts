import {
  calleeOf,
  callerOf,
  isLive,
  isOnCall,
  isPlacedBy,
  isWaiting,
  ms,
  openOffersOf,
  type CallRow,
  type LegRow,
  type Observation,
  type OfferRow,
} from "../world/observation.ts";

/**
 * What must hold of what the database holds, and of each change of it: I1–I8 of a call. Each
 * answers what is wrong, in words.
 */
type Invariant = (before: Observation, after: Observation) => string[];

const offersOf = (seen: Observation, callId: string): readonly OfferRow[] =>
  seen.offers.filter((offer) => offer.callId === callId);
const repeated = (items: readonly string[]): string[] => [
  ...new Set(items.filter((item, index) => items.indexOf(item) !== index)),
];
const short = (id: string): string => id.slice(0, 8);

/** Who is connected on a call and does not hold it. */
const unheldParties = (call: CallRow): string[] =>
  call.status === "IN_PROGRESS"
    ? call.legs.filter(({ holdSince }) => holdSince === null).map(({ userId }) => userId)
    : [];

const oneOwner: Invariant = (before, after) =>
  after.calls.flatMap((call) => {
    const accepted = offersOf(after, call.id).filter(({ outcome }) => outcome === "accepted");
    const was = before.calls.find(({ id }) => id === call.id);
    const answered = call.answeredAt !== null;
    return [
      accepted.length > 1 ? `I1: call ${short(call.id)} was accepted ${accepted.length} times` : "",
      answered !== (accepted.length === 1)
        ? `I1: call ${short(call.id)} is ${answered ? "" : "not "}answered but has ${accepted.length} accepted offers`
        : "",
      answered && accepted[0]?.personId !== calleeOf(call)?.userId
        ? `I1: call ${short(call.id)} belongs to another than accepted it`
        : "",
      was?.answeredAt &&
      (calleeOf(was)?.userId !== calleeOf(call)?.userId || was.answeredAt !== call.answeredAt)
        ? `I1: call ${short(call.id)} changed its owner`
        : "",
    ];
  });

const oneUnheldCall: Invariant = (_before, after) => {
  const unheld = after.calls.flatMap((call) =>
    unheldParties(call).map((person) => `${person} ${call.id}`),
  );
  const active = after.active.map(({ userId, callId }) => `${userId} ${callId}`);
  return [
    ...repeated(unheld.map((pair) => pair.split(" ")[0] ?? "")).map(
      (person) => `I2: ${short(person)} has two un-held calls`,
    ),
    ...repeated(after.active.map(({ userId }) => userId)).map(
      (person) => `I2: ${short(person)} has two active legs`,
    ),
    unheld.toSorted().join() === active.toSorted().join()
      ? ""
      : "I2: the active legs are others than those of calls that go on",
    ...after.calls.map((call) =>
      heldByCustomer(call) ? `I2: a customer holds call ${short(call.id)}` : "",
    ),
  ];
};

const heldByCustomer = (call: CallRow): boolean =>
  call.legs.some(({ holdSince, userType }) => holdSince !== null && userType === "PORTAL_CUSTOMER");

const legsAreSound: Invariant = (before, after) =>
  after.calls.flatMap((call) => {
    const was = before.calls.find(({ id }) => id === call.id);
    return [
      callerOf(call).deviceId === null ? `legs: call ${short(call.id)} has a caller nowhere` : "",
      repeated(call.legs.map(({ userId }) => userId)).length > 0
        ? `legs: call ${short(call.id)} has somebody twice`
        : "",
      was?.legs.some(({ id, userId }) => call.legs.find((leg) => leg.id === id)?.userId !== userId)
        ? `legs: call ${short(call.id)} lost a leg`
        : "",
      ...call.legs.map((leg) => wrongLeg(call, leg)),
    ];
  });

function wrongLeg(call: CallRow, leg: LegRow): string {
  const name = `legs: the ${leg.role}'s of call ${short(call.id)}`;
  const times = [leg.joinedAt, leg.holdSince, leg.leftAt].filter((at) => at !== null);
  if (times.some((at, index) => ms(at) < ms(times[index - 1] ?? at)))
    return `${name} has its times in the wrong order: ${times.join(" ")}`;
  if (leg.joinedAt !== call.answeredAt) return `${name} joined at ${leg.joinedAt}`;
  if (leg.leftAt !== call.endedAt || leg.leftReason !== call.endReason)
    return `${name} left at ${leg.leftAt} (${leg.leftReason}), a call that ended at ${call.endedAt}`;
  const awaits = leg.leaseUntil ?? leg.rejoinDeadline ?? leg.holdSince;
  return leg.leftAt !== null && awaits !== null ? `${name} has left and is awaited` : "";
}

const upkeep = new Set(["roomDeletedAt", "mediaCheckedAt"]);
const contentOf = (row: object): string =>
  JSON.stringify(Object.entries(row).filter(([name]) => !upkeep.has(name)));

const terminalIsFinal: Invariant = (before, after) =>
  before.calls
    .filter((call) => !isLive(call))
    .flatMap((call) => {
      const now = after.calls.find(({ id }) => id === call.id);
      return [
        !now || contentOf(now) !== contentOf(call)
          ? `I3: call ${short(call.id)} was ${call.status} and changed`
          : "",
        JSON.stringify(offersOf(before, call.id)) !== JSON.stringify(offersOf(after, call.id))
          ? `I3: the offers of call ${short(call.id)}, which is over, changed`
          : "",
      ];
    });

const somethingEndsIt: Invariant = (_before, after) =>
  after.calls.flatMap((call) =>
    isLive(call)
      ? [
          call.deadlineAt === null
            ? `I4: call ${short(call.id)} is ${call.status} without a deadline`
            : "",
          call.status !== "IN_PROGRESS" && callerOf(call).leaseUntil === null
            ? `I4: call ${short(call.id)} waits without a lease`
            : "",
          call.endedAt !== null || call.endReason !== null
            ? `I4: call ${short(call.id)} lives and has ended`
            : "",
        ]
      : [
          call.endedAt === null || call.endReason === null
            ? `I4: call ${short(call.id)} is over without time or reason`
            : "",
        ],
  );

const versionsRise: Invariant = (before, after) => [
  ...before.calls.flatMap((was) => {
    const call = after.calls.find(({ id }) => id === was.id);
    if (!call) return [`I5: call ${short(was.id)} is gone`];
    const changed =
      contentOf(call) !== contentOf(was) ||
      JSON.stringify(offersOf(before, was.id)) !== JSON.stringify(offersOf(after, was.id));
    return [
      changed && call.version <= was.version
        ? `I5: call ${short(was.id)} changed at version ${call.version}`
        : "",
    ];
  }),
  ...after.events.flatMap((event, index) => {
    const call = after.calls.find(({ id }) => id === event.callId);
    const later = after.events
      .slice(index + 1)
      .find(
        (other) => other.callId === event.callId && other.supabaseUserId === event.supabaseUserId,
      );
    const known = before.calls.find(({ id }) => id === event.callId)?.version ?? 0;
    return [
      event.payload.version !== event.version ||
      event.payload.call.version !== event.version ||
      event.payload.callId !== event.callId
        ? "I5: an event contradicts itself"
        : "",
      event.version <= known || event.version > (call?.version ?? 0)
        ? `I5: an event of version ${event.version} where the call went from ${known} to ${call?.version}`
        : "",
      later && later.version <= event.version
        ? "I5: two events to one person are out of order"
        : "",
      JSON.stringify(event.payload).includes("media-token")
        ? "I6: an event carries a media token"
        : "",
    ];
  }),
];

const everyOfferEnds: Invariant = (before, after) => [
  ...after.calls.flatMap((call) => {
    const open = openOffersOf(after, call.id);
    const offers = offersOf(after, call.id);
    return [
      call.status === "RINGING" && open.length === 0
        ? `I8: call ${short(call.id)} is RINGING for nobody`
        : "",
      call.status !== "RINGING" && open.length > 0
        ? `I8: call ${short(call.id)} is ${call.status} and has open offers`
        : "",
      repeated(open.map(({ personId }) => personId)).length > 0
        ? `I8: call ${short(call.id)} rings one person twice`
        : "",
      call.requestedCalleeId !== null &&
      offers.some(({ personId, fromQueue }) => personId !== call.requestedCalleeId || fromQueue)
        ? `I8: call ${short(call.id)} by name rang another`
        : "",
      call.requestedCalleeId === null && call.status === "DECLINED"
        ? `I8: call ${short(call.id)} to nobody in particular ended since one declined`
        : "",
      offers.some(({ personId }) => isPlacedBy(call, personId))
        ? `I8: call ${short(call.id)} rang its caller`
        : "",
    ];
  }),
  ...before.offers
    .filter(({ outcome }) => outcome !== null)
    .map((was) => {
      const offer = after.offers.find(({ id }) => id === was.id);
      return JSON.stringify(offer) === JSON.stringify(was)
        ? ""
        : `I8: offer ${short(was.id)} had its outcome ${was.outcome} and changed`;
    }),
  ...before.offers
    .filter(({ id }) => !after.offers.some((offer) => offer.id === id))
    .map(({ id }) => `I8: offer ${short(id)} is gone`),
  ...repeated(
    after.offers
      .filter(({ outcome, fromQueue }) => outcome === null && fromQueue)
      .map(({ personId }) => personId),
  ).map((id) => `one turn: the queue rings ${short(id)} for two calls`),
  ...repeated(after.calls.filter(isLive).map((call) => callerOf(call).userId))
    .filter(
      (id) => after.calls.filter((call) => isWaiting(call) && isPlacedBy(call, id)).length > 1,
    )
    .map((id) => `${short(id)} places two calls at once`),
];

/** Glare: of two who call each other one calls, and the other is told so. */
const nobodyCrosses: Invariant = (_before, after) => {
  const ringing = after.calls.filter(({ status }) => status === "RINGING");
  return ringing
    .filter((call) =>
      ringing.some(
        (other) =>
          callerOf(other).userId === call.requestedCalleeId &&
          other.requestedCalleeId === callerOf(call).userId,
      ),
    )
    .map(({ id }) => `glare: call ${short(id)} rings somebody who rings its caller`);
};

const nobodyOfAnotherTenant: Invariant = (_before, after) =>
  after.foreigners.map((id) => `tenancy: ${short(id)} is of another tenant`);

const callbacksHaveOneOwner: Invariant = (_before, after) => [
  ...repeated(
    after.callbacks.filter(({ status }) => status !== "done").map(({ customerId }) => customerId),
  ).map((id) => `callbacks: ${short(id)} waits twice`),
  ...after.callbacks.map(({ id, status, claimedById }) =>
    (status === "open") === (claimedById === null)
      ? ""
      : `callbacks: ${short(id)} is ${status} by ${claimedById}`,
  ),
];

const invariants = [
  oneOwner,
  legsAreSound,
  oneUnheldCall,
  terminalIsFinal,
  somethingEndsIt,
  versionsRise,
  everyOfferEnds,
  nobodyCrosses,
  nobodyOfAnotherTenant,
  callbacksHaveOneOwner,
];

/** What is wrong with a state, or with how it came from the one before. */
export const brokenInvariants = (before: Observation, after: Observation): string[] =>
  invariants.flatMap((check) => check(before, after)).filter((fault) => fault !== "");

/** When and where a sweep was. */
export interface Sweep {
  readonly now: number;
  readonly mediaUp: boolean;
  readonly rooms: ReadonlySet<string>;
}

/**
 * How long the sweeper leaves a room to the effect that should have deleted it; where nobody can
 * look into a room, parties are given as much more.
 */
const leftBehind = 2_000;
const extraGraceMs = 40_000;

/**
 * What a sweep must have left behind: nothing that is due (I4), no room of a call that is over
 * (I7).
 */
export function unsweptBy({ now, mediaUp, rooms }: Sweep, after: Observation): string[] {
  const calls = after.calls.flatMap((call) => {
    if (!isLive(call)) {
      const due = mediaUp && ms(call.endedAt) <= now - leftBehind;
      return due && (call.roomDeletedAt === null || rooms.has(call.roomName))
        ? [`I7: call ${short(call.id)} is over and its room is left`]
        : [];
    }
    const gone =
      Math.min(...call.legs.map(({ rejoinDeadline }) => ms(rejoinDeadline))) +
      (mediaUp ? 0 : extraGraceMs);
    return [
      ms(call.deadlineAt) <= now ? [`I4: call ${short(call.id)} outlived its deadline`] : [],
      call.status === "IN_PROGRESS" && gone <= now
        ? [`I4: call ${short(call.id)} goes on without a party`]
        : [],
      openOffersOf(after, call.id).some(({ expiresAt }) => ms(expiresAt) <= now)
        ? [`I4: an offer of call ${short(call.id)} rings on after its time`]
        : [],
    ].flat();
  });
  return [...calls, ...removedAndBusy(after), ...ringsInVain(after)];
}

/** Customers have one call at a time: while they are on it, nobody else rings them. */
const ringsInVain = ({ offers, active }: Observation): string[] =>
  offers
    .filter(
      ({ personId, personType, outcome }) =>
        personType === "PORTAL_CUSTOMER" &&
        outcome === null &&
        active.some(({ userId }) => userId === personId),
    )
    .map(({ callId }) => `one call: call ${short(callId)} rings a customer who is on another`);

/** A removal is two transactions; where a server dies in between, the sweeper ends what is left. */
const removedAndBusy = (after: Observation): string[] =>
  after.removed.flatMap((id) => [
    ...(after.calls.some((call) => isOnCall(call, id))
      ? [`${short(id)} was removed and is on a call`]
      : []),
    ...(after.offers.some((offer) => offer.personId === id && offer.outcome === null)
      ? [`${short(id)} was removed and is rung`]
      : []),
  ]);
