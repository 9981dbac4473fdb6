import { errorCodes, type ErrorCode } from "@synapse-voice/contract";
import type { RefusalDetails } from "@synapse-voice/platform/errors";

/** An error as the API answers it: a stable code of the contract, its status and details. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly details: RefusalDetails;

  constructor(code: ErrorCode, details: RefusalDetails = {}, cause?: unknown) {
    super(details.detail ?? errorCodes[code].title, { cause });
    this.name = "ApiError";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}
