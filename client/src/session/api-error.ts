import type { Problem } from "@synapse-voice/contract";

/**
 * A request that failed. `code` is one of the contract's error codes, or one of the client's own:
 * `network` (no reply: offline, refused, timed out) and `invalid_reply` (a reply of another shape).
 * `status` is the HTTP status, 0 where there was no reply.
 */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly problem: Problem | null;

  constructor(code: string, status = 0, problem: Problem | null = null) {
    super(problem?.detail ?? problem?.title ?? code);
    this.code = code;
    this.status = status;
    this.problem = problem;
  }
}
