import type { Session } from "electron";
import { isAppUrl } from "./app-origin.ts";

/**
 * What our own pages may use without a question. Chromium asks for the network ones before it lets
 * a page reach a server in the company's own network; which servers those can be, the content
 * security policy says.
 */
const allowed = new Set([
  "media",
  "speaker-selection",
  "notifications",
  "local-network-access",
  "local-network",
  "loopback-network",
]);

/** What is asked for, by whom. */
export interface PermissionQuestion {
  readonly permission: string;
  /** Address of the page that asks. */
  readonly page: string;
  /** `media` only: what it would capture. Chromium checks `unknown` before it lists devices. */
  readonly media: readonly string[];
}

/**
 * True for what an agent's softphone needs: the microphone (never the camera), its speakers,
 * notifications, its servers.
 */
export const isPermitted = ({ permission, page, media }: PermissionQuestion): boolean =>
  allowed.has(permission) && isAppUrl(page) && !media.includes("video");

/** Answers both of Chromium's questions, "may it?" and "ask whether it may", by the same rule. */
export function lockPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const media = "mediaTypes" in details ? (details.mediaTypes ?? []) : [];
    answer(isPermitted({ permission, page: details.requestingUrl, media }));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    isPermitted({
      permission,
      page: details.requestingUrl ?? requestingOrigin,
      media: details.mediaType ? [details.mediaType] : [],
    }),
  );
  session.setDevicePermissionHandler(() => false);
}
