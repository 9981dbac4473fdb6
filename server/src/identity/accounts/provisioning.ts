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
import { mailInvitation } from "./mail-invitation.ts";
import { removeOpenSignUp } from "./open-sign-up.ts";

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
  /**
   * Creates an account for somebody who signs up. A mail asks them to confirm the address, and they
   * can't sign in before that. The result is the same if the address has an account already: then
   * nothing is created, and the ids are made up. A newer sign-up replaces one that was not
   * confirmed.
   */
  signUp(person: NewPerson, password: string): Promise<Provisioned>;
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
  const { store, clock, log } = deps;
  return {
    async provision(person, password) {
      const company =
        "id" in person.tenant ? { company: await store.tenantName(person.tenant.id) } : {};
      try {
        return await createAccount(deps, person, {
          ...company,
          ...(password === undefined ? {} : { password }),
        });
      } catch (error) {
        const adopted = isTaken(error) && (await adoptInvited(deps, person));
        if (adopted) return adopted;
        throw error;
      }
    },
    signUp: (person, password) => signUp(deps, person, password),
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

/** Creates an account. It takes the place of a sign-up that was not confirmed. */
async function createAccount(
  deps: ProvisioningDeps,
  person: NewPerson,
  options: Pick<NewSupabaseUser, "password" | "isSignUp" | "company">,
): Promise<Provisioned> {
  const create = async (): Promise<Provisioned> => {
    const userId = newIdOf(deps);
    await deps.store.addPending(userId, person.email, deps.clock.now());
    await createUser(deps, { id: userId, email: person.email, ...options });
    return { userId, ...(await finish(deps, userId, person)) };
  };
  try {
    return await create();
  } catch (error) {
    const isFree = isTaken(error) && (await refusing(removeOpenSignUp(deps.admin, person.email)));
    if (!isFree) throw error;
    return create();
  }
}

async function signUp(
  deps: ProvisioningDeps,
  person: NewPerson,
  password: string,
): Promise<Provisioned> {
  const madeUp = () => ({ userId: newIdOf(deps), tenantId: newIdOf(deps) });
  if (await refusing(deps.admin.confirmsUnseen())) {
    // Nothing would keep a stranger out of an account that is not confirmed. So the person chooses
    // the password again, by a link that is mailed.
    await checkPassword(deps, password);
    return createAccount(deps, person, {}).catch((error: unknown) => {
      if (!isTaken(error) && !isMailFailure(error)) throw error;
      if (!isTaken(error)) logMailFailure(deps, error);
      return madeUp();
    });
  }
  let account: Provisioned;
  try {
    account = await createAccount(deps, person, { password, isSignUp: true });
  } catch (error) {
    if (!isTaken(error)) throw error;
    await checkPassword(deps, password);
    return madeUp();
  }
  // If the reply told that the mail could not be sent, it would tell that the address was free.
  await deps.admin
    .sendConfirmation(person.email)
    .catch((error: unknown) => logMailFailure(deps, error));
  return account;
}

const logMailFailure = ({ log }: ProvisioningDeps, error: unknown): void =>
  log.error({ cause: messageOf(error) }, "the mail of a sign-up could not be sent");

const mailFailures: readonly string[] = [
  "email_invalid",
  "mail_not_allowed",
  "mail_limit_reached",
  "mail_failed",
];
const isMailFailure = (error: unknown): boolean =>
  error instanceof RefusalError && mailFailures.includes(error.code);

/**
 * Throws if the project refuses this password, as for a free address. Only the account service
 * knows the rules, and it checks them for a user only. So one is created and removed again.
 */
async function checkPassword(deps: ProvisioningDeps, password: string): Promise<void> {
  const userId = newIdOf(deps);
  const email = `${userId}@sign-up.invalid`;
  await deps.store.addPending(userId, email, deps.clock.now());
  try {
    await createUser(deps, { id: userId, email, password, isSignUp: true });
  } catch (error) {
    if (error instanceof RefusalError && error.code === "invalid_request") return;
    throw error;
  }
  await undo(deps, userId).catch(leaveToSweeper(deps.log));
}

const newIdOf = ({ newId = randomUUID }: ProvisioningDeps): string => newId();

/** Only an admin's invitation adopts an account. A sign-up must not take over somebody else's. */
async function adoptInvited(deps: ProvisioningDeps, person: NewPerson): Promise<Adopted | null> {
  if (!("id" in person.tenant)) return null;
  const { id } = person.tenant;
  const company = await deps.store.tenantName(id);
  return refusing(adopt(deps, person, id, company));
}

/** Converts failures of the account service into refusals. */
async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
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
    if (user.password === undefined)
      await mailInvitation(admin, { ...user, isConfirmed: false, isNew: true });
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
