import { AccountError, type Accounts, type LinkTokens } from "../../accounts/index.ts";
import type { AccountProblem } from "../../bridge/schemas.ts";
import type { CurrentAccount } from "./watch-account.ts";

/** Replies with the problem of an {@link AccountError}. Every other error rejects. */
async function problemOf(command: Promise<void>): Promise<AccountProblem | null> {
  try {
    await command;
    return null;
  } catch (error) {
    if (error instanceof AccountError) return { code: error.code, hints: [...error.hints] };
    throw error;
  }
}

interface AccountHandlerDeps {
  readonly accounts: Accounts;
  readonly current: CurrentAccount;
  /** Runs before the sign-out, while the token is still valid. */
  signOffDevice(): Promise<void>;
}

/** Creates the handlers of the account channels. */
export const createAccountHandlers = ({
  accounts,
  current,
  signOffDevice,
}: AccountHandlerDeps) => ({
  "accounts:current": () => current.get(),
  "accounts:sign-in": (email: string, password: string) =>
    problemOf(accounts.signIn(email, password)),
  "accounts:sign-out": async () => {
    await signOffDevice();
    await accounts.signOut();
  },
  "accounts:send-password-link": (email: string) => problemOf(accounts.sendPasswordLink(email)),
  "accounts:redeem-link": (tokens: LinkTokens) => problemOf(accounts.redeemLink(tokens)),
  "accounts:confirm-second-factor": (code: string) => problemOf(accounts.confirmSecondFactor(code)),
  "accounts:set-password": (password: string) => problemOf(accounts.setPassword(password)),
});
