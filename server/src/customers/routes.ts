import {
  changeCustomer,
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
  // Before the paths of a customer, one of which would match it.
  route(listRemovedCustomers, ({ person }) => removal.removed(person)),
  route(changeCustomer, ({ person, params, body }) =>
    service.change(person, params.supabaseUserId, body),
  ),
  route(removeCustomer, ({ person, params }) => removal.remove(person, params.supabaseUserId)),
  route(eraseCustomer, ({ person, params }) => removal.erase(person, params.supabaseUserId)),
];
