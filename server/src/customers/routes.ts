import { findCustomers } from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { CustomersService } from "./customers-service.ts";

export const customerRoutes = (service: CustomersService): Route[] => [
  route(findCustomers, ({ person, query }) => service.find(person, query.query)),
];
