import { errorCodes, type ErrorCode, type Problem } from "@synapse-voice/contract";

/** What an error may say beside its code. */
export type ErrorDetails = Partial<
  Pick<Problem, "detail" | "callId" | "answeredBy" | "retryAfter">
>;

/** An error that a client is told about, by a stable code of the contract. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(details.detail ?? errorCodes[code].title, { cause });
    this.name = "ApiError";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}
