import * as v from "valibot";

/** The settings of an Auth server that anybody may read (supabase/auth 2.196.0, settings.go). */
const Settings = v.object({ disable_signup: v.boolean(), mailer_autoconfirm: v.boolean() });

/**
 * Returns true if anybody can make an account whose address counts as confirmed without a mail. The
 * project allows sign-ups then, and has the setting GOTRUE_MAILER_AUTOCONFIRM.
 */
export async function readConfirmsUnseen(
  url: string,
  key: string,
  request: typeof fetch,
): Promise<boolean> {
  const settings = v.parse(Settings, await (await getSettings(url, key, request)).json());
  return settings.mailer_autoconfirm && !settings.disable_signup;
}

/**
 * Returns the time in ms by the clock of the Auth server, in whole seconds, from the header `Date`
 * of a reply. Returns null if the reply has no such header.
 */
export async function readAuthTime(
  url: string,
  key: string,
  request: typeof fetch,
): Promise<number | null> {
  const response = await getSettings(url, key, request);
  await response.body?.cancel();
  const time = Date.parse(response.headers.get("Date") ?? "");
  return Number.isNaN(time) ? null : time;
}

async function getSettings(url: string, key: string, request: typeof fetch): Promise<Response> {
  const response = await request(`${url}/auth/v1/settings`, { headers: { apikey: key } });
  if (!response.ok) throw new Error(`the settings were answered with ${response.status}`);
  return response;
}
