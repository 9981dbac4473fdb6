import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import {
  SupabaseAdminError,
  type NewSupabaseUser,
  type SupabaseAdmin,
} from "../supabase-admin/supabase-admin.ts";
import { messageOf, RefusalError } from "@synapse-voice/platform/errors";
import type { AccountStore, NewPerson } from "./account-store.ts";

/**
 * After that long a pending account is not being made any more, ms; far above all timeouts on its
 * way.
 */
const pendingFor = 5 * 60_000;
const sweepAtOnce = 20;

/** Makes accounts: the Supabase user and our own rows, both or neither. */
export interface Provisioning {
  /** With a password the person can sign in at once; without, they are sent an invitation. */
  provision(
    person: NewPerson,
    password?: string,
  ): Promise<{ readonly supabaseUserId: string; readonly tenantId: string }>;
  /**
   * Removes what attempts that broke off half-way left behind; returns how many. For the sweeper,
   * as often as it likes.
   */
  sweep(): Promise<number>;
}

export interface ProvisioningParts {
  readonly store: AccountStore;
  readonly admin: SupabaseAdmin;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId?: () => string;
}

/**
 * A row says "pending" before the Supabase user of a known id is made, and goes in the very
 * transaction that makes the person. So whatever breaks off, the row that stays tells which
 * Supabase user nobody owns.
 */
export function createProvisioning(parts: ProvisioningParts): Provisioning {
  const { store, clock, log, newId = randomUUID } = parts;
  return {
    async provision(person, password) {
      const supabaseUserId = newId();
      await store.addPending(supabaseUserId, person.email, clock.now());
      await createUser(parts, {
        id: supabaseUserId,
        email: person.email,
        ...(password === undefined ? {} : { password }),
      });
      return { supabaseUserId, ...(await finish(parts, supabaseUserId, person)) };
    },
    async sweep() {
      // All at once: an account service that hangs must not hold up, one wait after the other, what
      // the sweeper does next.
      const left = await Promise.all(
        (await store.pendingBefore(clock.now() - pendingFor, sweepAtOnce)).map((id) =>
          undo(parts, id).catch(leaveToSweeper(log)),
        ),
      );
      const removed = left.filter((finished) => finished === false).length;
      if (removed > 0) log.info({ removed }, "unfinished accounts removed");
      return removed;
    },
  };
}

async function createUser(
  { store, admin, clock, log }: ProvisioningParts,
  user: NewSupabaseUser,
): Promise<void> {
  let refused = true;
  try {
    await admin.createUser(user);
    refused = false;
    if (user.password === undefined) await admin.invite(user.email);
  } catch (error) {
    const failure = error instanceof SupabaseAdminError ? error.failure : "unavailable";
    const told = failure === "unavailable" ? "accounts_unavailable" : failure;
    const details =
      failure === "invalid_request"
        ? { detail: "the account service takes no such email or password" }
        : {};
    // A user whose creation timed out may still come about after this: the row stays, and the
    // sweeper removes them once more.
    if (refused && failure !== "unavailable") await store.removePending(user.id);
    else
      await store
        .abandon(user.id, clock.now())
        .then(() => admin.deleteUser(user.id))
        .catch(leaveToSweeper(log));
    throw new RefusalError(told, details, error);
  }
}

async function finish(
  parts: ProvisioningParts,
  id: string,
  person: NewPerson,
): Promise<{ tenantId: string }> {
  const { store, clock, log } = parts;
  try {
    const done = await store.finish(id, person, clock.now());
    if (done) return done;
  } catch (error) {
    // Perhaps only the answer to the commit was lost; if the database cannot say, the sweeper will
    // ask it again.
    const finished = await undo(parts, id).catch(leaveToSweeper(log));
    const found = finished === true ? await store.find(id) : null;
    if (found) return { tenantId: found.tenantId };
    throw error;
  }
  throw new RefusalError("accounts_unavailable", { detail: "it took too long" });
}

/** Takes an unfinished account back. True where it turns out to have been finished after all. */
async function undo({ store, admin, clock }: ProvisioningParts, id: string): Promise<boolean> {
  if (!(await store.abandon(id, clock.now()))) return true;
  await admin.deleteUser(id);
  await store.removePending(id);
  return false;
}

const leaveToSweeper =
  (log: Logger) =>
  (error: unknown): void =>
    log.warn({ cause: messageOf(error) }, "an unfinished account is left to the sweeper");
