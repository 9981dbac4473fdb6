import type { AuthContext } from "./context.ts";
import { AuthError } from "./errors.ts";
import type { Link, LinkType } from "./stores/links-store.ts";
import type { UserRow } from "./stores/users-store.ts";

const subjects: Record<LinkType, string> = {
  signup: "Confirm your email address",
  invite: "You have been invited",
  magiclink: "Your sign-in link",
  recovery: "Reset your password",
  email_change: "Confirm your new email address",
};

/**
 * Returns the subject of a mail. An invitation names the company that our server gives in the
 * user's metadata. A project does the same with the template in docs/deploy.md.
 */
function subjectOf(type: LinkType, { raw_user_meta_data: { company } }: UserRow): string {
  return type === "invite" && typeof company === "string" && company !== ""
    ? `${subjects.invite} to ${company}`
    : subjects[type];
}

/** The name of a mail in the error that says that it could not be sent. */
const mailNames: Record<LinkType, string> = {
  signup: "confirmation",
  invite: "invite",
  magiclink: "magic link",
  recovery: "recovery",
  email_change: "email change",
};

/**
 * Mails a link to a user. If that fails, an older link stays valid. The checks, their order and
 * their errors are those of supabase/auth 2.196.0 (sendEmail, sendInvite and sendPasswordRecovery
 * in internal/api/mail.go).
 */
export async function mailLink(
  context: AuthContext,
  user: UserRow,
  type: LinkType,
  redirect: string,
): Promise<void> {
  const recipient = user.email ?? "";
  assertMayBeMailed(context, recipient);
  await assertUnderLimit(context);
  const link = context.links.create();
  const mail = {
    recipient,
    subject: subjectOf(type, user),
    link: linkAddress(context, link, type, redirect),
    code: link.code,
  };
  await context.settings.deliver(mail).catch(() => {
    throw new AuthError(500, "unexpected_failure", `Error sending ${mailNames[type]} email`);
  });
  await context.links.save(user.id, type, link);
  await context.outbox.put(mail);
}

/**
 * Throws if the user was mailed a link of this kind a short time ago. Only people with an account
 * get this error (supabase/auth 2.196.0, validateSentWithinFrequencyLimit in internal/api/mail.go).
 */
export function assertNotMailedLately({ settings }: AuthContext, sentAt: Date | null): void {
  const nextAt = (sentAt?.getTime() ?? 0) + settings.mailIntervalSeconds * 1000;
  const left = Math.floor((nextAt - Date.now()) / 1000);
  if (nextAt <= Date.now()) return;
  throw new AuthError(
    429,
    "over_email_send_rate_limit",
    `For security purposes, you can only request this after ${left} seconds.`,
  );
}

function assertMayBeMailed({ settings }: AuthContext, recipient: string): void {
  const allowed = settings.authorizedAddresses;
  const withoutLabel = recipient.replace(/[+][^@]+@/, "@");
  if (allowed.length === 0 || allowed.some((one) => one.toLowerCase() === withoutLabel)) return;
  throw new AuthError(
    400,
    "email_address_not_authorized",
    `Email address "${recipient}" cannot be used as it is not authorized`,
  );
}

async function assertUnderLimit({ db, settings }: AuthContext): Promise<void> {
  const { mailsPerHour } = settings;
  if (mailsPerHour === undefined) return;
  const [sent] = await db.query<{ n: string }>(
    `select count(*) as n from auth.outbox
     where created_at > clock_timestamp() - make_interval(hours => 1)`,
  );
  if (Number(sent?.n) >= mailsPerHour)
    throw new AuthError(429, "over_email_send_rate_limit", "email rate limit exceeded");
}

/** Returns the address of a link in a mail. */
export function linkAddress(
  { settings }: AuthContext,
  { hashedToken }: Link,
  type: LinkType,
  redirect: string,
): string {
  const query = new URLSearchParams({ token: hashedToken, type, redirect_to: redirect });
  return `${settings.publicUrl}/auth/v1/verify?${query.toString()}`;
}
