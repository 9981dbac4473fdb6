import { check } from "../check.ts";
import { exchange } from "../exchange.ts";
import { failOn, type Model } from "../model.ts";
import type { RequestStep } from "../steps/step.ts";
import { toRequest, type Request } from "../steps/to-request.ts";

/** Commands that have the same result each time, unless something else happens in between. */
const repeatable = new Set<RequestStep["do"]>([
  "accept",
  "decline",
  "cancel",
  "hang_up",
  "hold",
  "resume",
  "continue",
  "end_wrap_up",
  "claim",
  "done",
]);

/** Idempotency: the same command again has the same result, and changes nothing. */
export async function repeat(model: Model, step: RequestStep): Promise<void> {
  const request = toRequest(step, model);
  if (!request) return;
  const first = await exchange(model, request);
  await check(model, [first]);
  const between = model.seen;
  const second = await exchange(model, request);
  await check(model, [second]);
  const hasKey = request.kind === "dial" && request.key !== null && first.reply?.status === 201;
  if (!hasKey && !repeatable.has(request.kind)) return;
  const results = [first, second].map(({ reply }) =>
    `${reply?.status} ${reply?.body?.code ?? ""}`.trim(),
  );
  failOn([
    ...(results[0] === results[1]
      ? []
      : [`idempotency: ${request.kind} was answered ${results.join(", then ")}`]),
    ...(JSON.stringify(between.calls) === JSON.stringify(model.seen.calls)
      ? []
      : [`idempotency: ${request.kind} again changed a call`]),
  ]);
  if (hasKey) await reuseKey(model, request);
}

/** Idempotency: the key of one start is refused for another one. */
async function reuseKey(model: Model, request: Request): Promise<void> {
  const { grace, joan } = model.cast.people;
  // Not the caller: a call to oneself is refused whatever its key is.
  const callee = request.who === grace ? joan : grace;
  const another = JSON.stringify(request.body) === "{}" ? { calleeSupabaseId: callee.id } : {};
  const refused = await exchange(model, { ...request, body: another });
  await check(model, [refused]);
  const code = refused.reply?.body?.code;
  failOn(
    code === "idempotency_conflict" || code === "callee_not_found"
      ? []
      : [
          [
            "idempotency: the key of a start was accepted for another",
            `which was answered ${refused.reply?.status} ${code ?? ""}`,
          ].join(", "),
        ],
  );
}
