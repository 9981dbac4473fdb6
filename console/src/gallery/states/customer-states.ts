import { availableAgents, ownCallback, queueStatus, type Callback } from "@synapse-voice/contract";
import type { CallView, ClientState } from "@synapse-voice/client";
import {
  aCallView,
  ada,
  aSnapshot,
  carl,
  createFakeCallClient,
  type FakeCallClient,
} from "@synapse-voice/client/testing";
import { aCallback } from "../../testing/callbacks.ts";
import { agents, now } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import { recorded } from "./recorded-call-states.ts";
import { connected, ringing } from "./sample-calls.ts";

/** State of the team, as the server tells a customer's page. */
interface Team {
  readonly open?: boolean;
  readonly staffed?: boolean;
  readonly callback?: Callback;
}

function clientOf(
  state: Partial<ClientState>,
  { open = true, staffed = open, callback }: Team,
): FakeCallClient {
  const client = createFakeCallClient({ ...state, presence: null });
  client.setNow(now);
  client.reply(
    availableAgents,
    agents.filter(({ reachable }) => reachable).map((agent) => ({ ...agent, lastName: "" })),
  );
  client.reply(queueStatus, {
    open,
    opensAt: open ? null : new Date(now + 69 * 3_600_000).toISOString(),
    hours: null,
    waiting: 0,
    estimatedWaitSeconds: null,
    staffed,
    queueSound: "silence",
  });
  client.reply(ownCallback, { callback: callback ?? null });
  return client;
}

/** Makes a state of a portal's page, which a customer sees. */
function page(
  state: Partial<ClientState> = {},
  team: Team = {},
  options: Parameters<typeof stateOf>[1] = {},
): GalleryState {
  const client = clientOf(state, team);
  return { ...stateOf(client, options), customer: client };
}

const callOf = (phase: CallView["phase"], change: Partial<CallView> = {}): CallView =>
  aCallView({
    call: aSnapshot({ caller: carl, callee: null, offer: null, status: "QUEUED" }),
    role: "caller",
    peer: null,
    phase,
    here: true,
    ...change,
  });
const onCall = callOf("on-call", {
  call: aSnapshot({ caller: carl, callee: ada, offer: null, status: "IN_PROGRESS" }),
  peer: ada,
  answeredAt: now - 247_000,
});
const unanswered = callOf("ended", {
  call: aSnapshot({
    caller: carl,
    callee: null,
    offer: null,
    status: "MISSED",
    endReason: "no_agent",
  }),
});
const recordingWaits = { state: "pending", activeFrom: null } as const;
const waiting = { calls: [callOf("queued")] };

/** The React components on a portal's page, as customers see them. */
export const customerStates: Record<string, GalleryState> = {
  "customer-idle": page(),
  "customer-closed": page({}, { open: false }),
  "customer-nobody": page({}, { staffed: false }),
  "customer-asked": page({}, { callback: aCallback("1", 0.2, { topic: "My bill" }) }),
  "customer-names": { ...page(), press: "Talk to someone in particular" },
  "customer-waiting": page({
    ...waiting,
    queue: { position: 2, estimatedWaitSeconds: 180, staffed: true },
  }),
  "customer-waiting-alone": page({
    ...waiting,
    queue: { position: 1, estimatedWaitSeconds: null, staffed: false },
  }),
  "customer-callback": { ...page(waiting), press: "Ask for a call-back" },
  "customer-incoming": page({ calls: [ringing({ peer: ada })] }),
  "customer-on-call": page({ calls: [onCall] }, {}, { media: connected }),
  "customer-on-hold": page(
    { calls: [{ ...onCall, heldByPeer: "music" }] },
    {},
    { media: connected },
  ),
  "customer-microphone": page(
    { calls: [onCall] },
    {},
    { media: { ...connected, microphone: "refused" } },
  ),
  "customer-told-of-recording": page({ calls: [recorded(callOf("queued"), recordingWaits)] }),
  "customer-asked-before": page({
    calls: [recorded(ringing({ peer: ada }), { ...recordingWaits, mode: "ask", asksReader: true })],
  }),
  "customer-asked-on-call": page(
    { calls: [recorded(onCall, { ...recordingWaits, mode: "ask", asksReader: true })] },
    {},
    { media: connected },
  ),
  "customer-agreed": page(
    { calls: [recorded(onCall, { mode: "ask", agreed: true })] },
    {},
    { media: connected },
  ),
  "customer-unanswered": page({ calls: [unanswered] }),
  "customer-refused": page({ notice: { code: "no_agent" } }),
};
