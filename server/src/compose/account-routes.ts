import { me, signUp } from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { AccountsService } from "../identity/accounts/accounts-service.ts";

export const accountRoutes = (service: AccountsService): Route[] => [
  route(signUp, ({ body }) => service.signUp(body)),
  route(me, async ({ person }) => service.me(person)),
];
