import type { Person } from "../person.ts";
import type { AccountStore } from "./account-store.ts";

interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly allowedOrigins: readonly string[];
}

/** The content of the fake account store. */
export interface ManagedAccounts {
  readonly people: Map<string, Person>;
  /** People who were removed. Tests move them here. */
  readonly removed: Map<string, Person>;
  readonly tenants: Map<string, Tenant>;
  readonly pending: Map<
    string,
    { readonly email: string; readonly createdAt: number; abandoned: boolean }
  >;
  /** Removed people whose account is to be closed. Tests add them. */
  readonly closing: Set<string>;
  /** People whose account belongs to others. */
  readonly foreign: Set<string>;
  readonly emails: Map<string, string>;
}

export const createMemory = (): ManagedAccounts => ({
  people: new Map(),
  removed: new Map(),
  tenants: new Map(),
  pending: new Map(),
  closing: new Set(),
  foreign: new Set(),
  emails: new Map(),
});

type Methods =
  | "tenantName"
  | "markJoined"
  | "findInvited"
  | "invitedAgain"
  | "revoke"
  | "ownsAccount"
  | "accountsToClose"
  | "accountClosed";

/** Makes the methods of the fake store for invited and for removed people. */
export function managedAccounts(
  { people, removed, tenants, pending, closing, foreign, emails }: ManagedAccounts,
  unlessDown: <T>(work: () => T) => Promise<T>,
): Pick<AccountStore, Methods> {
  const isInvited = (tenantId: string, userId: string): boolean => {
    const person = people.get(userId);
    return person?.tenantId === tenantId && person.isInvited === true;
  };
  return {
    tenantName: (tenantId) => unlessDown(() => tenants.get(tenantId)?.name ?? ""),
    markJoined: (userId) =>
      unlessDown(() => {
        const person = people.get(userId);
        if (!person) return;
        const { isInvited: _isInvited, ...joined } = person;
        people.set(userId, joined);
      }),
    findInvited: (tenantId, userId) =>
      unlessDown(() =>
        isInvited(tenantId, userId) ? { userId, email: emails.get(userId) ?? "" } : null,
      ),
    invitedAgain: () => unlessDown(() => undefined),
    revoke: (tenantId, userId) =>
      unlessDown(() => {
        if (!isInvited(tenantId, userId)) return false;
        people.delete(userId);
        emails.delete(userId);
        if (!foreign.has(userId)) pending.set(userId, { email: "", createdAt: 0, abandoned: true });
        return true;
      }),
    ownsAccount: (userId) =>
      unlessDown(() => !foreign.has(userId) && (people.has(userId) || removed.has(userId))),
    accountsToClose: (limit) => unlessDown(() => [...closing].toSorted().slice(0, limit)),
    accountClosed: (userId) => unlessDown(() => closing.delete(userId)),
  };
}
