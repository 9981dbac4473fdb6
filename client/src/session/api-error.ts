import type { Problem } from "@synapse-voice/contract";

/** A request that failed. */
export class ApiError extends Error {
  /**
   * An error code of the contract, or one of the client's own: `network` (no reply: offline,
   * refused or timed out), `invalid_reply` (a reply that does not fit the schema) or
   * `token_timeout` (the page's `getToken` did not return).
   */
  declare readonly code: string;
  /** HTTP status; 0 where there was no reply. */
  declare readonly status: number;
  /** The server's description of the error (RFC 9457); null where it sent none. */
  declare readonly problem: Problem | null;

  /** Makes an error. Its message is the problem's detail or title, else the code. */
  constructor(code: string, status = 0, problem: Problem | null = null) {
    super(problem?.detail ?? problem?.title ?? code);
    this.code = code;
    this.status = status;
    this.problem = problem;
  }
}
