import type { CallView } from "@synapse-voice/client";

/** Texts of a notification, as plain text. */
export interface NotificationTexts {
  readonly title: string;
  readonly body: string;
}

const nameOf = ({ peer }: CallView): string => peer?.name ?? "Customer";

function aboutCaller({ peer }: CallView): string {
  if (peer !== null && !peer.verified) return "Name not verified";
  return peer?.type === "PORTAL_CUSTOMER" ? "Customer portal" : "Team";
}

/** Returns the texts for a call that rings. */
export const ringingTexts = (view: CallView): NotificationTexts => ({
  title: `${nameOf(view)} is calling`,
  body: aboutCaller(view),
});

/** Returns the texts for a call that was missed. */
export const missedTexts = (view: CallView): NotificationTexts => ({
  title: `Missed call from ${nameOf(view)}`,
  body: aboutCaller(view),
});

/**
 * Escapes the body of a notification. On Linux, the notification server reads it as markup, and
 * Electron passes it on as it is. The title is plain text on every system.
 */
export const escapeBody = (body: string, platform: NodeJS.Platform): string =>
  platform === "linux"
    ? body.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    : body;
