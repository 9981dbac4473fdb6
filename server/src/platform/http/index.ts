export { ApiError, type ErrorDetails } from "./api-error.ts";
export { callerOf, nameOf, type PeopleDirectory, type Person } from "../../identity/person.ts";
export { route, type ApiRequest, type Route } from "./route.ts";
