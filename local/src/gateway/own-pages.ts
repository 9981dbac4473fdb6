import { desktopOrigin } from "@synapse-voice/contract";

const ownPages = /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u;

/**
 * Returns true if a request with this `Origin` comes from a page of this machine, from the desktop
 * app, or from no page. The gateway's keys are public, so pages of other origins must not use them.
 * A hosted project allows every page.
 */
export const isOwnPage = (origin: string | undefined): boolean =>
  origin === undefined || origin === desktopOrigin || ownPages.test(origin);
