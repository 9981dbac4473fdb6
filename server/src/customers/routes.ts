import {
  eraseCustomer,
  findCustomers,
  listRemovedCustomers,
  removeCustomer,
} from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { CustomerRemoval } from "./customer-removal.ts";
import type { CustomersService } from "./customers-service.ts";

export const customerRoutes = (service: CustomersService, removal: CustomerRemoval): Route[] => [
  route(findCustomers, ({ person, query }) => service.find(person, query.query)),
  route(listRemovedCustomers, ({ person }) => removal.removed(person)),
  route(removeCustomer, ({ person, params }) => removal.remove(person, params.supabaseUserId)),
  route(eraseCustomer, ({ person, params }) => removal.erase(person, params.supabaseUserId)),
];
