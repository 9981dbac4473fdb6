import {
  calleeOf,
  callerOf,
  isLive,
  type CallRow,
  type Observation,
} from "../world/observation.ts";
import { contentOf, offersOf, repeated, short, type Invariant } from "./invariant.ts";
import { legsAgree } from "./leg-invariants.ts";
import { everyOfferEnds, nobodyCrosses } from "./offer-invariants.ts";

/** Returns the people who are connected on a call and don't hold it. */
const activeParties = (call: CallRow): string[] =>
  call.status === "IN_PROGRESS"
    ? call.legs.filter(({ holdSince }) => holdSince === null).map(({ userId }) => userId)
    : [];

/** An answered call belongs to the one person who accepted it. */
const oneOwner: Invariant = (before, after) =>
  after.calls.flatMap((call) => {
    const accepted = offersOf(after, call.id).filter(({ outcome }) => outcome === "accepted");
    const was = before.calls.find(({ id }) => id === call.id);
    const answered = call.answeredAt !== null;
    return [
      accepted.length > 1
        ? `owner: call ${short(call.id)} was accepted ${accepted.length} times`
        : "",
      answered !== (accepted.length === 1)
        ? [
            `owner: call ${short(call.id)} is ${answered ? "" : "not "}answered`,
            `but has ${accepted.length} accepted offers`,
          ].join(" ")
        : "",
      answered && accepted[0]?.personId !== calleeOf(call)?.userId
        ? `owner: call ${short(call.id)} belongs to another than accepted it`
        : "",
      was?.answeredAt &&
      (calleeOf(was)?.userId !== calleeOf(call)?.userId || was.answeredAt !== call.answeredAt)
        ? `owner: call ${short(call.id)} changed its owner`
        : "",
    ];
  });

/** A person is active on one call at most, and customers don't hold. */
const oneActiveCall: Invariant = (_before, after) => {
  const expected = after.calls.flatMap((call) =>
    activeParties(call).map((person) => `${person} ${call.id}`),
  );
  const active = after.active.map(({ userId, callId }) => `${userId} ${callId}`);
  return [
    ...repeated(expected.map((pair) => pair.split(" ")[0] ?? "")).map(
      (person) => `one active call: ${short(person)} has two un-held calls`,
    ),
    ...repeated(after.active.map(({ userId }) => userId)).map(
      (person) => `one active call: ${short(person)} has two active legs`,
    ),
    expected.toSorted().join() === active.toSorted().join()
      ? ""
      : "one active call: the active legs are others than those of calls that go on",
    ...after.calls.map((call) =>
      heldByCustomer(call) ? `one active call: a customer holds call ${short(call.id)}` : "",
    ),
  ];
};

const heldByCustomer = (call: CallRow): boolean =>
  call.legs.some(({ holdSince, userType }) => holdSince !== null && userType === "PORTAL_CUSTOMER");

/** A call that is over does not change. */
const terminalIsFinal: Invariant = (before, after) =>
  before.calls
    .filter((call) => !isLive(call))
    .flatMap((call) => {
      const now = after.calls.find(({ id }) => id === call.id);
      return [
        !now || contentOf(now) !== contentOf(call)
          ? `final: call ${short(call.id)} was ${call.status} and changed`
          : "",
        JSON.stringify(offersOf(before, call.id)) !== JSON.stringify(offersOf(after, call.id))
          ? `final: the offers of call ${short(call.id)}, which is over, changed`
          : "",
      ];
    });

/** A live call has a deadline, and a waiting caller a lease. */
const deadlinesAreSet: Invariant = (_before, after) =>
  after.calls.flatMap((call) =>
    isLive(call)
      ? [
          call.deadlineAt === null
            ? `deadlines: call ${short(call.id)} is ${call.status} without a deadline`
            : "",
          call.status !== "IN_PROGRESS" && callerOf(call).leaseUntil === null
            ? `deadlines: call ${short(call.id)} waits without a lease`
            : "",
          call.endedAt !== null || call.endReason !== null
            ? `deadlines: call ${short(call.id)} lives and has ended`
            : "",
        ]
      : [
          call.endedAt === null || call.endReason === null
            ? `deadlines: call ${short(call.id)} is over without time or reason`
            : "",
        ],
  );

/** Each change has a higher version, and events carry these versions in order. */
const versionsRise: Invariant = (before, after) => [
  ...before.calls.flatMap((was) => {
    const call = after.calls.find(({ id }) => id === was.id);
    if (!call) return [`versions: call ${short(was.id)} is gone`];
    const changed =
      contentOf(call) !== contentOf(was) ||
      JSON.stringify(offersOf(before, was.id)) !== JSON.stringify(offersOf(after, was.id));
    return [
      changed && call.version <= was.version
        ? `versions: call ${short(was.id)} changed at version ${call.version}`
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
        ? "versions: an event contradicts itself"
        : "",
      event.version <= known || event.version > (call?.version ?? 0)
        ? [
            `versions: an event of version ${event.version}`,
            `where the call went from ${known} to ${call?.version}`,
          ].join(" ")
        : "",
      later && later.version <= event.version
        ? "versions: two events to one person are out of order"
        : "",
      JSON.stringify(event.payload).includes("media-token")
        ? "media tokens: an event carries a media token"
        : "",
    ];
  }),
];

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
  legsAgree,
  oneActiveCall,
  terminalIsFinal,
  deadlinesAreSet,
  versionsRise,
  everyOfferEnds,
  nobodyCrosses,
  nobodyOfAnotherTenant,
  callbacksHaveOneOwner,
];

/** Returns what is wrong with a state, or with the change from the one before. */
export const brokenInvariants = (before: Observation, after: Observation): string[] =>
  invariants.flatMap((check) => check(before, after)).filter((fault) => fault !== "");
