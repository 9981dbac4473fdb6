import {
  changeAgent,
  changeSettings,
  getSettings,
  inviteAgent,
  inviteCustomer,
  listTeam,
  removeAgent,
  resendInvitation,
  revokeInvitation,
} from "@synapse-voice/contract";
import type { InvitationsService } from "../identity/accounts/invitations-service.ts";
import { route, type Route } from "../platform/http/route.ts";
import type { TeamService } from "./team-service.ts";
import type { TenantsService } from "./tenants-service.ts";

export const tenantRoutes = (
  service: TenantsService,
  team: TeamService,
  invitations: InvitationsService,
): Route[] => [
  route(getSettings, ({ person }) => service.settings(person)),
  route(changeSettings, ({ person, body }) => service.changeSettings(person, body)),
  route(inviteAgent, ({ person, body }) => service.inviteAgent(person, body)),
  route(inviteCustomer, ({ person, body }) => service.inviteCustomer(person, body)),
  route(listTeam, ({ person }) => team.list(person)),
  route(changeAgent, ({ person, params, body }) =>
    team.change(person, params.supabaseUserId, body),
  ),
  route(removeAgent, ({ person, params }) => service.removeAgent(person, params.supabaseUserId)),
  route(resendInvitation, ({ person, params }) =>
    invitations.resend(person, params.supabaseUserId),
  ),
  route(revokeInvitation, ({ person, params }) =>
    invitations.revoke(person, params.supabaseUserId),
  ),
];
