const ownPages = /^(?:https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?|app:\/\/[a-z\d.-]+)$/u;

/**
 * Whether a request with that `Origin` comes from a page of this machine, the desktop app, or from
 * no page at all. The keys are public, so no page from elsewhere may use them while the stack runs;
 * the hosted service lets any page call.
 */
export const isOwnPage = (origin: string | undefined): boolean =>
  origin === undefined || ownPages.test(origin);
