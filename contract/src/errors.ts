import * as v from "valibot";

/**
 * Every stable error code of the API with its HTTP status and a plain title.
 * A reply with an error is `application/problem+json` (RFC 9457) that carries one of these codes.
 */
export const errorCodes = {
  invalid_request: { status: 400, title: "The request is not of the expected form" },
  self_call: { status: 400, title: "You can't call yourself" },
  token_missing: { status: 401, title: "No access token was sent" },
  token_invalid: { status: 401, title: "The access token is not valid" },
  token_expired: { status: 401, title: "The access token has expired" },
  webhook_unverified: { status: 401, title: "The webhook's signature is not valid" },
  not_provisioned: { status: 403, title: "This account belongs to no tenant" },
  forbidden: { status: 403, title: "Your role does not allow this" },
  recording_link_expired: { status: 403, title: "The link to the recording is no longer valid" },
  origin_not_allowed: { status: 403, title: "This site is not one of the tenant's" },
  signup_closed: { status: 403, title: "Sign-up is closed here" },
  call_not_allowed: { status: 403, title: "You can't call this person" },
  not_found: { status: 404, title: "There is nothing at this address" },
  callee_not_found: { status: 404, title: "There is no such person to call" },
  call_not_found: { status: 404, title: "There is no such call" },
  recording_not_found: { status: 404, title: "There is no such recording" },
  recording_not_ready: { status: 404, title: "The recording is not finished" },
  callback_not_found: { status: 404, title: "There is no such call-back" },
  person_not_found: { status: 404, title: "There is no such person" },
  method_not_allowed: { status: 405, title: "This address does not take this method" },
  already_calling: { status: 409, title: "You are already calling someone" },
  incoming_from_callee: { status: 409, title: "This person is just calling you" },
  busy: { status: 409, title: "This person is on another call" },
  on_another_call: { status: 409, title: "You are on another call" },
  closed: { status: 409, title: "Calls are not taken at this hour" },
  no_agent: { status: 409, title: "There is nobody who could take calls" },
  answered_elsewhere: { status: 409, title: "Someone else answered the call" },
  call_ended: { status: 409, title: "The call has ended" },
  claimed_elsewhere: { status: 409, title: "Someone else has claimed this" },
  call_not_answered: { status: 409, title: "The call has not been answered" },
  recording_not_active: { status: 409, title: "The call is not being recorded" },
  recording_refused: { status: 409, title: "A party did not agree to the recording" },
  recording_protected: { status: 409, title: "The recording is protected from deletion" },
  consent_not_asked: { status: 409, title: "Nobody asks for your consent on this call" },
  notes_changed: { status: 409, title: "Someone else has changed the notes" },
  email_exists: { status: 409, title: "There is an account with this email already" },
  invitation_accepted: { status: 409, title: "This person has joined already" },
  idempotency_conflict: { status: 409, title: "This key was used for another command" },
  recording_gone: { status: 410, title: "The sound of the recording was deleted" },
  body_too_large: { status: 413, title: "The request is too large" },
  range_not_satisfiable: { status: 416, title: "The file has no such part" },
  unsupported_media_type: { status: 415, title: "The request must be JSON" },
  weak_password: { status: 422, title: "This password is too weak" },
  email_invalid: { status: 422, title: "This address can't get email" },
  mail_not_allowed: { status: 422, title: "The account service sends no email to this address" },
  too_many_calls: { status: 429, title: "Too many calls are going on at once" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  media_unavailable: { status: 503, title: "Calls can't be connected right now" },
  recording_unavailable: { status: 503, title: "Recording does not work right now" },
  mail_limit_reached: { status: 503, title: "The account service sent too many emails lately" },
  mail_failed: { status: 503, title: "The account service could not send the email" },
  accounts_unavailable: { status: 503, title: "The account service can't be reached" },
  database_unavailable: { status: 503, title: "The service can't reach its database" },
} as const satisfies Record<string, { status: number; title: string }>;

/** A stable error code of the API. */
export type ErrorCode = keyof typeof errorCodes;

/**
 * Problem details (RFC 9457). Programs should depend on `code`. A newer server may send codes that
 * are unknown here.
 */
export const Problem = v.object({
  type: v.optional(v.string()),
  title: v.string(),
  status: v.number(),
  code: v.string(),
  detail: v.optional(v.string()),
  /**
   * The call that the error is about: `already_calling`, `incoming_from_callee`, `no_agent`,
   * `closed`, `media_unavailable`.
   */
  callId: v.optional(v.string()),
  /**
   * Name of the person that the error is about: who was first (`answered_elsewhere`,
   * `claimed_elsewhere`), who is on another call (`busy`), or who saved last (`notes_changed`).
   */
  answeredBy: v.optional(v.string()),
  /**
   * The rules of the project that a password breaks, as Supabase Auth names them: `weak_password`.
   * Known ones are `length`, `characters` and `pwned`. `detail` says them in words.
   */
  reasons: v.optional(v.array(v.string())),
  /** The newer text, disposition and version: `notes_changed`. */
  notes: v.optional(v.string()),
  disposition: v.optional(v.nullable(v.string())),
  version: v.optional(v.number()),
  /** Seconds to wait: `rate_limited`. */
  retryAfter: v.optional(v.number()),
  requestId: v.optional(v.string()),
});
export type Problem = v.InferOutput<typeof Problem>;

/** The part of a {@link Problem} that a customer's client reads, for small bundles. */
export const SlimProblem = v.object({
  title: v.string(),
  status: v.number(),
  code: v.string(),
  detail: v.optional(v.string()),
  callId: v.optional(v.string()),
  answeredBy: v.optional(v.string()),
  retryAfter: v.optional(v.number()),
});
