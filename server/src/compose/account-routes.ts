import { me, signUp } from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { AccountsService } from "../identity/accounts/accounts-service.ts";
import type { ProfileService } from "../identity/profile-service.ts";

export const accountRoutes = (accounts: AccountsService, profiles: ProfileService): Route[] => [
  route(signUp, ({ body }) => accounts.signUp(body)),
  route(me, ({ person }) => profiles.me(person)),
];
