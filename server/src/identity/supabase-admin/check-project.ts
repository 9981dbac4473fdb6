import type { SupabaseAdminSettings } from "./supabase-admin.ts";

/** A setting of ours or of the Supabase project that is wrong, and what to do. */
export interface ProjectProblem {
  readonly problem: string;
  readonly fix: string;
}

const requestTimeoutMs = 10_000;

/**
 * Checks what can be seen from outside of a Supabase project: that Auth answers, that it takes the
 * service role key, and that links in mails lead to our page. Changes nothing there.
 */
export async function checkProject(
  { url, serviceRoleKey, inviteUrl }: SupabaseAdminSettings,
  request: typeof fetch = fetch,
): Promise<ProjectProblem[]> {
  const headers = { apikey: serviceRoleKey, Authorization: `Bearer ${serviceRoleKey}` };
  const ask = (path: string) =>
    request(`${url}/auth/v1/${path}`, {
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
  try {
    const users = await ask("admin/users?per_page=1");
    if (users.status === 401 || users.status === 403) return [refusedKey];
    if (!users.ok) return [unreachable(`it answered ${users.status}`)];
    const target = targetOf(await ask(verifyPath(inviteUrl)));
    return target === null || target === addressOf(new URL(inviteUrl))
      ? []
      : [wrongTarget(target, inviteUrl)];
  } catch (error) {
    return [unreachable(reasonOf(error))];
  }
}

/**
 * Auth redirects also a link that is not valid, with an error in the fragment. Its target is the
 * wanted page, or the Site URL if the wanted page is not one of the redirect URLs (supabase/auth
 * 2.196.0, verifyGet in internal/api/verify.go, GetReferrer in internal/utilities/request.go).
 */
const verifyPath = (inviteUrl: string): string => {
  const query = { token: "check-of-redirect-urls", type: "recovery", redirect_to: inviteUrl };
  return `verify?${new URLSearchParams(query).toString()}`;
};

/** Returns the address of a redirection without query and fragment; null for other replies. */
function targetOf(response: Response): string | null {
  const target = URL.parse(response.headers.get("location") ?? "");
  if (target === null || response.status < 300 || response.status >= 400) return null;
  return addressOf(target);
}

const addressOf = ({ origin, pathname }: URL): string => origin + pathname.replace(/\/$/u, "");

const refusedKey: ProjectProblem = {
  problem: "SUPABASE_SERVICE_ROLE_KEY: Supabase Auth refuses this key",
  fix: "copy the secret key (or service_role key) of the project that SUPABASE_URL names",
};

const unreachable = (reason: string): ProjectProblem => ({
  problem: "SUPABASE_URL: Supabase Auth can't be used yet",
  fix: `check the address, and whether the project runs: ${reason}`,
});

/** fetch puts the reason, such as a refused connection, into the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

const wrongTarget = (target: string, inviteUrl: string): ProjectProblem => ({
  problem: `CONSOLE_URL: links in mails lead to ${target} and not to the console`,
  fix: `add ${inviteUrl} to the redirect URLs of the Supabase project`,
});
