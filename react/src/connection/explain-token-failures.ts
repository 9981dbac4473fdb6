import { ApiError, tokenTimeoutMs } from "@synapse-voice/client";
import { createPageWarnings } from "./page-warnings.ts";

type GetToken = (options?: { fresh: boolean }) => Promise<string>;

/**
 * Writes to the page's console why the page's `getToken` failed, once for each cause, with a link
 * to a page of the voice server that says what to do. The errors of the function stay as they are.
 */
export function explainTokenFailures(getToken: GetToken, apiUrl: string): GetToken {
  const warn = createPageWarnings(apiUrl);
  return async (options) => {
    const timer = setTimeout(
      () =>
        warn("token-timeout", "getToken() did not return within 8 s. Calls can't reach this page."),
      tokenTimeoutMs,
    );
    try {
      return await getToken(options);
    } catch (error) {
      if (!(error instanceof ApiError))
        warn("token-error", "getToken() failed. Calls can't reach this page.", error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}
