import { errorCodes, type ErrorCode, type Problem } from "@synapse-voice/contract";

/** Details that a client may be given beside the code of a refusal. */
export type RefusalDetails = Partial<
  Pick<
    Problem,
    | "detail"
    | "callId"
    | "answeredBy"
    | "reasons"
    | "retryAfter"
    | "notes"
    | "disposition"
    | "version"
  >
>;

/**
 * A request that the rules refuse. Services and stores throw it. The HTTP layer turns it into
 * problem details with the status of its code.
 */
export class RefusalError extends Error {
  readonly code: ErrorCode;
  readonly details: RefusalDetails;

  constructor(code: ErrorCode, details: RefusalDetails = {}, cause?: unknown) {
    super(details.detail ?? errorCodes[code].title, { cause });
    this.name = "RefusalError";
    this.code = code;
    this.details = details;
  }
}

/** Returns the message of an error, or the text of any other thrown value. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
