import { ApiError, tokenTimeoutMs } from "@synapse-voice/client";

type GetToken = (options?: { fresh: boolean }) => Promise<string>;

/**
 * Writes to the page's console why the page's `getToken` failed, once for each cause. The errors of
 * the function stay as they are.
 */
export function explainTokenFailures(getToken: GetToken): GetToken {
  const seen = new Set<string>();
  const warn = (text: string, ...details: readonly unknown[]): void => {
    if (seen.has(text)) return;
    seen.add(text);
    console.warn(`Synapse Voice: ${text}`, ...details);
  };
  return async (options) => {
    const timer = setTimeout(
      () => warn("getToken() did not return within 8 s. Calls can't reach this page."),
      tokenTimeoutMs,
    );
    try {
      return await getToken(options);
    } catch (error) {
      if (!(error instanceof ApiError))
        warn("getToken() failed. Calls can't reach this page.", error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}
