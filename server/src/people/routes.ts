import { lookUpPeople } from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { PeopleService } from "./people-service.ts";

export const peopleRoutes = (service: PeopleService): Route[] => [
  route(lookUpPeople, ({ person, query }) => service.lookUp(person, query)),
];
