import {
  changeSettings,
  getSettings,
  inviteAgent,
  inviteCustomer,
  removeAgent,
} from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { TenantsService } from "./tenants-service.ts";

export const tenantRoutes = (service: TenantsService): Route[] => [
  route(getSettings, ({ person }) => service.settings(person)),
  route(changeSettings, ({ person, body }) => service.changeSettings(person, body)),
  route(inviteAgent, ({ person, body }) => service.inviteAgent(person, body)),
  route(inviteCustomer, ({ person, body }) => service.inviteCustomer(person, body)),
  route(removeAgent, ({ person, params }) => service.removeAgent(person, params.supabaseUserId)),
];
