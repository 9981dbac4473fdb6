import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import { refusalOf, type Provisioning } from "../identity/accounts/provisioning.ts";
import type { SupabaseAdmin } from "../identity/supabase-admin/supabase-admin.ts";
import type { TenantToCreate } from "./arguments.ts";
import type { TenantAdmin, TenantAdminStore, TenantWithAdmins } from "./tenant-admin-store.ts";

export interface CreateTenantDeps {
  readonly tenants: TenantAdminStore;
  readonly provisioning: Provisioning;
  readonly accounts: Pick<SupabaseAdmin, "confirmsUnseen" | "sendPasswordLink">;
  readonly clock: Clock;
}

/**
 * The result for the admin. `invited`: they got a mail. `joined`: they had an account with a
 * password, and are an admin with it now. `unchanged`: they were the admin already.
 */
export type AdminResult = "invited" | "joined" | "unchanged";

/** The result of the command. */
export interface CreatedTenant {
  readonly result: AdminResult;
  /** Addresses of other admins who have not used the product yet. One of them may be mistyped. */
  readonly othersInvited: readonly string[];
}

/** The command can't be carried out. The message says why, and what to do. */
export class TenantCommandError extends Error {
  override name = "TenantCommandError";
}

/**
 * Creates a tenant unless it is there, and invites its first admin unless they follow an invitation
 * already. So it can be repeated, also after a failure. Until an admin has used the product, it
 * invites others, too: the first address may be mistyped.
 */
export async function createTenant(
  deps: CreateTenantDeps,
  wanted: TenantToCreate,
): Promise<CreatedTenant> {
  const tenant = await findOrCreate(deps, wanted.name);
  const admin = tenant.admins.find(({ email }) => email === wanted.admin);
  const others = tenant.admins.filter(({ email }) => email !== wanted.admin);
  if (!admin && others.some(({ isInvited }) => !isInvited))
    throw new TenantCommandError(
      `There is a tenant "${wanted.name}" already, with the admin ${emailsOf(tenant)}. ` +
        "Admins invite other people in the console, under Team. " +
        "To create another tenant, choose another name.",
    );
  return {
    result: await invite(deps, tenant, admin, wanted),
    othersInvited: others.filter(({ isInvited }) => isInvited).map(({ email }) => email),
  };
}

async function invite(
  deps: CreateTenantDeps,
  tenant: TenantWithAdmins,
  admin: TenantAdmin | undefined,
  wanted: TenantToCreate,
): Promise<AdminResult> {
  try {
    const { hadAccount } = await deps.provisioning.provision({
      tenant: { id: tenant.id },
      email: wanted.admin,
      firstName: wanted["first-name"],
      lastName: wanted["last-name"],
      role: "ADMIN",
    });
    return hadAccount ? "joined" : "invited";
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    if (error.code !== "email_exists") throw new TenantCommandError(adviceOn(error));
    if (admin) return (await inviteAgain(deps, admin)) ? "invited" : "unchanged";
    throw new TenantCommandError(
      `${wanted.admin} can't be the admin of "${wanted.name}": this account belongs to another ` +
        "tenant, or is a customer. Use another email address.",
    );
  }
}

async function findOrCreate(
  { tenants, clock }: CreateTenantDeps,
  name: string,
): Promise<TenantWithAdmins> {
  const [found, ...others] = await tenants.find(name);
  if (others.length > 0)
    throw new TenantCommandError(`There are ${others.length + 1} tenants with the name "${name}".`);
  return found ?? tenants.create(name, clock.now());
}

const emailsOf = ({ admins }: TenantWithAdmins): string =>
  admins.map(({ email }) => email).join(", ");

/**
 * Sends a new link to an admin who has not used the product yet, in a project that confirms
 * addresses without a mail. The account of an invitation counts as confirmed there, so it can't be
 * invited again. In other projects, whoever is confirmed has a password: it returns false.
 */
async function inviteAgain(
  { accounts }: CreateTenantDeps,
  { email, isInvited }: TenantAdmin,
): Promise<boolean> {
  if (!isInvited) return false;
  try {
    if (!(await accounts.confirmsUnseen())) return false;
    await accounts.sendPasswordLink(email);
    return true;
  } catch (error) {
    throw new TenantCommandError(adviceOn(refusalOf(error)));
  }
}

/** Returns what failed, with the text of Supabase and the setting to check. */
function adviceOn(error: RefusalError): string {
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  const advice =
    error.code === "accounts_unavailable"
      ? " Check SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY, then repeat the command."
      : " The section on mail in docs/deploy.md says what to do. Then repeat the command.";
  return `${error.message}${cause}.${advice}`;
}
