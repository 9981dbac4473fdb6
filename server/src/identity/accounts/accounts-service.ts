import type { ReplyOf, SignUp, me, signUp } from "@synapse-voice/contract";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Person } from "../person.ts";
import type { Provisioning } from "./provisioning.ts";

export interface AccountsService {
  /** Makes an account, its tenant and its first admin. */
  signUp(request: SignUp): Promise<ReplyOf<typeof signUp>>;
  me(person: Person): ReplyOf<typeof me>;
}

export interface AccountsServiceParts {
  readonly provisioning: Provisioning;
  /** Whether strangers may make tenants here. */
  readonly signUpOpen: boolean;
}

export function createAccountsService({
  provisioning,
  signUpOpen,
}: AccountsServiceParts): AccountsService {
  return {
    async signUp({ password, tenantName, ...names }) {
      if (!signUpOpen) throw new RefusalError("signup_closed");
      return provisioning.provision(
        { ...names, role: "ADMIN", tenant: { name: tenantName } },
        password,
      );
    },
    me: ({ userId, type, role, firstName, lastName, tenantName }) => ({
      supabaseUserId: userId,
      type,
      role,
      firstName,
      lastName,
      tenantName,
    }),
  };
}
