import type { Account, Accounts } from "../../accounts/index.ts";

/** The account that is signed in. */
export interface CurrentAccount {
  /** Resolves with the account or null, once the stored sign-in has been read. */
  get(): Promise<Account | null>;
}

const isSame = (one: Account | null, other: Account | null): boolean =>
  one?.userId === other?.userId && one?.email === other?.email;

/**
 * Watches the account. `onChange` runs for the first account and for each other one, not for a
 * renewed token. It runs before `get` resolves.
 */
export function watchAccount(
  accounts: Pick<Accounts, "watch">,
  onChange: (account: Account | null) => void,
): CurrentAccount {
  let current: Account | null | undefined;
  let setFirst: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (setFirst = resolve));
  accounts.watch((account) => {
    if (current !== undefined && isSame(current, account)) return;
    current = account;
    onChange(account);
    setFirst();
  });
  return {
    get: async () => {
      await first;
      return current ?? null;
    },
  };
}
