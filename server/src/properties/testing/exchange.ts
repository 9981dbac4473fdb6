import type { Exchange } from "./checks/circumstances.ts";
import type { Model } from "./model.ts";
import type { RequestStep } from "./steps/step.ts";
import { toRequest, type Request } from "./steps/to-request.ts";

export async function exchange({ world, statistics }: Model, request: Request): Promise<Exchange> {
  const steadySince = world.steadySince(request.via);
  const headers = {
    "Synapse-Device": request.device,
    ...(request.key === null ? {} : { "Idempotency-Key": request.key }),
  };
  const reply = await world.ask(
    request.via,
    request.who.token,
    request.method,
    request.path,
    request.body,
    headers,
  );
  if (reply.status >= 500 && world.isDead(request.via))
    return { request, reply: null, steadySince };
  statistics.reply(request.kind, reply.status, reply.body?.code);
  return { request, reply, steadySince };
}

/** Sends the requests of some steps at the same time. Skips steps without a target at present. */
export async function exchangeAll(
  model: Model,
  steps: readonly RequestStep[],
): Promise<Exchange[]> {
  const requests = steps
    .map((step) => toRequest(step, model))
    .filter((request) => request !== null);
  return Promise.all(requests.map((request) => exchange(model, request)));
}
