import { check } from "../check.ts";
import type { Exchange } from "../checks/circumstances.ts";
import { exchange, exchangeAll } from "../exchange.ts";
import { failOn, type Model } from "../model.ts";
import type { RequestStep, StepOf } from "../steps/step.ts";
import { commandRequest, pick, toRequest } from "../steps/to-request.ts";
import { callerOf, ms, openOffersOf, type CallRow } from "../world/observation.ts";
import { devices } from "../world/people.ts";
import { canAnswer, isFree } from "./free.ts";

/** Paths of commands that a server may lack. */
const endpointOf: Partial<Record<RequestStep["do"], string>> = {
  hold: "/api/voip/calls/:callId/hold",
  resume: "/api/voip/calls/:callId/resume",
  end_wrap_up: "/api/voip/wrap-up",
  ask_callback: "/api/voip/callbacks",
};

/** Returns true if a request has a target at present. */
export function hasTarget(step: RequestStep, model: Model): boolean {
  const endpoint = endpointOf[step.do];
  return (
    (endpoint === undefined || model.world.hasEndpoint(endpoint)) && toRequest(step, model) !== null
  );
}

export const ringing = ({ seen }: Model): CallRow[] =>
  seen.calls.filter(({ status }) => status === "RINGING");

/** Sends several requests at the same time, and may let a server sweep meanwhile. */
export async function together(
  model: Model,
  { of, sweep = null }: StepOf<"together">,
): Promise<void> {
  const possible = of.filter((step) => hasTarget(step, model));
  const [exchanges] = await Promise.all([
    exchangeAll(model, possible),
    sweep === null ? null : model.world.sweep(sweep),
  ]);
  await check(model, exchanges, { alone: false, sweptMeanwhile: sweep });
  countRace(model, exchanges);
  if (sweep !== null) model.statistics.race("a sweep meanwhile");
}

/**
 * Everybody whom a call rings accepts it, on all of their devices and at both servers, at the same
 * time. If any of them can answer, one does.
 */
export async function acceptByMany(
  model: Model,
  { call: number }: StepOf<"accept_by_many">,
): Promise<void> {
  const before = model.seen;
  const call = pick(ringing(model), number);
  if (!call) return;
  const now = model.world.clock.now();
  const rung = openOffersOf(before, call.id).flatMap(
    ({ personId }) => model.cast.nameOf(personId) ?? [],
  );
  const requests = rung.flatMap((name) =>
    devices.flatMap((device) =>
      ([0, 1] as const).map((via) =>
        commandRequest("accept", call.id, { who: model.cast.people[name], device }, via),
      ),
    ),
  );
  const exchanges = await Promise.all(requests.map((request) => exchange(model, request)));
  await check(model, exchanges, { alone: false });
  countRace(model, exchanges);
  const anyoneCan =
    rung.some((name) => canAnswer(before, model.cast.people[name])) &&
    isFree(before, callerOf(call).userId, call.id) &&
    ms(call.deadlineAt) > now &&
    ms(callerOf(call).leaseUntil) > now;
  const isAnswered = model.seen.calls.some(
    ({ id, status }) => id === call.id && status === "IN_PROGRESS",
  );
  if (anyoneCan && !isAnswered)
    failOn([`answer: call ${call.id} was accepted by ${rung.join(", ")}, and nobody got it`]);
}

function countRace({ statistics }: Model, exchanges: readonly Exchange[]): void {
  const rivals = new Map<string, Exchange[]>();
  for (const one of exchanges)
    if (one.request.kind === "accept")
      rivals.set(one.request.path, [...(rivals.get(one.request.path) ?? []), one]);
  for (const accepts of rivals.values()) {
    if (accepts.length < 2) continue;
    statistics.race("accepts at once");
    statistics.race("accepts won", accepts.filter(({ reply }) => reply?.status === 200).length);
    statistics.race(
      "accepts lost",
      accepts.filter(({ reply }) => reply?.body?.code === "answered_elsewhere").length,
    );
  }
  const starts = exchanges.filter(({ request }) => request.kind === "dial");
  if (starts.length < 2) return;
  statistics.race("starts at once");
  statistics.race("starts won", starts.filter(({ reply }) => reply?.status === 201).length);
  statistics.race("starts lost", starts.filter(({ reply }) => reply?.status === 409).length);
}
