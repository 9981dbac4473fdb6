import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import {
  SupabaseAdminError,
  type NewSupabaseUser,
  type SupabaseAdmin,
} from "../supabase-admin/supabase-admin.ts";
import { messageOf, RefusalError, type RefusalDetails } from "@synapse-voice/platform/errors";
import type { AccountStore, NewPerson } from "./account-store.ts";
import { adopt, type Adopted } from "./adopt.ts";

/**
 * An account that is pending for longer was not finished. This is far longer than all timeouts of
 * creating one.
 */
const maxPendingMs = 5 * 60_000;
const sweepBatchSize = 20;

export interface Provisioned {
  readonly userId: string;
  readonly tenantId: string;
  /** True if an invited person had an account with a password. They got no mail then. */
  readonly hadAccount?: boolean;
}

/** Creates accounts: the Supabase user and our own rows, both or neither. */
export interface Provisioning {
  /**
   * Creates an account. Without a password, the person gets an invitation by e-mail. Somebody who
   * is invited and has an account already is added with that account, if that is possible.
   */
  provision(person: NewPerson, password?: string): Promise<Provisioned>;
  /** Removes accounts that were not finished. Returns their number. */
  sweep(): Promise<number>;
}

export interface ProvisioningDeps {
  readonly store: AccountStore;
  readonly admin: SupabaseAdmin;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId?: () => string;
}

/**
 * A pending row is written before the Supabase user is created, under an id of our choosing. The
 * transaction that adds the person deletes the row. So after any failure, a row that is left names
 * a Supabase user without a person.
 */
export function createProvisioning(deps: ProvisioningDeps): Provisioning {
  const { store, clock, log, newId = randomUUID } = deps;
  return {
    async provision(person, password) {
      const userId = newId();
      const invitation =
        "id" in person.tenant ? { company: await store.tenantName(person.tenant.id) } : {};
      await store.addPending(userId, person.email, clock.now());
      try {
        await createUser(deps, {
          id: userId,
          email: person.email,
          ...invitation,
          ...(password === undefined ? {} : { password }),
        });
      } catch (error) {
        const adopted = isTaken(error) && (await adoptInvited(deps, person));
        if (adopted) return adopted;
        throw error;
      }
      return { userId, ...(await finish(deps, userId, person)) };
    },
    async sweep() {
      // All at the same time, because Supabase may take long to answer each of them.
      const pending = await store.pendingBefore(clock.now() - maxPendingMs, sweepBatchSize);
      const results = await Promise.all(
        pending.map((userId) => undo(deps, userId).catch(leaveToSweeper(log))),
      );
      const removed = results.filter((wasFinished) => wasFinished === false).length;
      if (removed > 0) log.info({ removed }, "unfinished accounts removed");
      return removed;
    },
  };
}

const isTaken = (error: unknown): boolean =>
  error instanceof RefusalError && error.code === "email_exists";

/** Only an admin's invitation adopts an account. A sign-up must not take over somebody else's. */
async function adoptInvited(deps: ProvisioningDeps, person: NewPerson): Promise<Adopted | null> {
  if (!("id" in person.tenant)) return null;
  const { id } = person.tenant;
  try {
    return await adopt(deps, person, id, await deps.store.tenantName(id));
  } catch (error) {
    throw error instanceof SupabaseAdminError ? refusalOf(error) : error;
  }
}

async function createUser(
  { store, admin, clock, log }: ProvisioningDeps,
  user: NewSupabaseUser,
): Promise<void> {
  let isCreated = false;
  try {
    await admin.createUser(user);
    isCreated = true;
    if (user.password === undefined) await admin.invite(user.email);
  } catch (error) {
    const failure = error instanceof SupabaseAdminError ? error.failure : "unavailable";
    // Supabase may still create a user whose request timed out. So the row stays, and the sweeper
    // deletes the user once more.
    if (!isCreated && failure !== "unavailable") await store.removePending(user.id);
    else
      await store
        .abandon(user.id, clock.now())
        .then(() => admin.deleteUser(user.id))
        .catch(leaveToSweeper(log));
    throw refusalOf(error);
  }
}

/** Converts a failure of Supabase Auth to the refusal that the API answers with. */
export function refusalOf(error: unknown): RefusalError {
  const failure = error instanceof SupabaseAdminError ? error.failure : "unavailable";
  const code = failure === "unavailable" ? "accounts_unavailable" : failure;
  return new RefusalError(code, detailsOf(error), error);
}

/** Returns what the account service said of a request that it refused. */
function detailsOf(error: unknown): RefusalDetails {
  if (!(error instanceof SupabaseAdminError)) return {};
  if (error.failure === "invalid_request")
    return { detail: "the account service takes no such email or password" };
  const { detail, reasons } = error.weakness ?? {};
  return detail === undefined ? {} : { detail, reasons: [...(reasons ?? [])] };
}

async function finish(
  deps: ProvisioningDeps,
  userId: string,
  person: NewPerson,
): Promise<{ tenantId: string }> {
  const { store, clock, log } = deps;
  try {
    const finished = await store.finish(userId, person, clock.now());
    if (finished) return finished;
  } catch (error) {
    // The commit may have succeeded although its reply was lost. If the database can't be asked
    // now, the sweeper asks it later.
    const wasFinished = await undo(deps, userId).catch(leaveToSweeper(log));
    const found = wasFinished === true ? await store.find(userId) : null;
    if (found) return { tenantId: found.tenantId };
    throw error;
  }
  throw new RefusalError("accounts_unavailable", { detail: "it took too long" });
}

/** Removes an unfinished account. Returns true if it was finished after all. */
async function undo({ store, admin, clock }: ProvisioningDeps, userId: string): Promise<boolean> {
  if (!(await store.abandon(userId, clock.now()))) return true;
  await admin.deleteUser(userId);
  await store.removePending(userId);
  return false;
}

const leaveToSweeper =
  (log: Logger) =>
  (error: unknown): void =>
    log.warn({ cause: messageOf(error) }, "an unfinished account is left to the sweeper");
