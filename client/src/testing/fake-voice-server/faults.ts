import type { ErrorCode } from "@synapse-voice/contract";
import { problem } from "./replies.ts";

/** Faults that a test can cause. `pathEnd` selects the next request whose path ends like this. */
export interface Faults {
  /** Fails every request while down, as if there were no network. */
  setDown(down: boolean): void;
  /**
   * Answers every request with a web page of this status, as a captive portal or a proxy does in
   * the server's place; null ends that.
   */
  setForeignPage(status: number | null): void;
  /** Refuses the request with this code. */
  refuse(
    pathEnd: string,
    code: ErrorCode,
    more?: { callId?: string; answeredBy?: string; retryAfter?: number },
  ): void;
  /** Carries the request out, but loses its reply. */
  loseReply(pathEnd: string): void;
  /** Holds the reply back until the result is called. */
  delayReply(pathEnd: string): () => void;
}

const noNetwork = (): TypeError => new TypeError("Failed to fetch");

/** Makes a server's faults; `apply` answers a request as they allow, by `answer` where they do. */
export function createFaults(): {
  readonly faults: Faults;
  apply(path: string, answer: () => Response | Promise<Response>): Promise<Response>;
  /** Throws while the server is down. Returns the page that is sent in the server's place, if any. */
  checkNetwork(): Response | null;
} {
  let down = false;
  let foreignStatus: number | null = null;
  let refusal: { end: string; response: Response } | null = null;
  let lost: string | null = null;
  let delay: { end: string; over: Promise<void> } | null = null;

  async function apply(
    path: string,
    answer: () => Response | Promise<Response>,
  ): Promise<Response> {
    if (refusal && path.endsWith(refusal.end)) {
      const { response } = refusal;
      refusal = null;
      return response;
    }
    const slow = delay && path.endsWith(delay.end) ? delay : null;
    if (slow) delay = null;
    const response = await answer();
    await slow?.over;
    // A connection that was waiting when the server went down never gets its reply.
    if (!down && lost === null) return response;
    if (down || path.endsWith(lost ?? "")) {
      lost = null;
      throw noNetwork();
    }
    return response;
  }

  return {
    apply,
    checkNetwork: () => {
      if (down) throw noNetwork();
      if (foreignStatus === null) return null;
      const page = foreignStatus === 204 ? null : "<h1>Sign in to this network</h1>";
      return new Response(page, { status: foreignStatus });
    },
    faults: {
      setDown: (value) => {
        down = value;
      },
      setForeignPage: (status) => {
        foreignStatus = status;
      },
      refuse: (end, code, more) => {
        refusal = { end, response: problem(code, more) };
      },
      loseReply: (end) => {
        lost = end;
      },
      delayReply: (end) => {
        let release = (): void => {};
        delay = { end, over: new Promise((resolve) => (release = resolve)) };
        return release;
      },
    },
  };
}
