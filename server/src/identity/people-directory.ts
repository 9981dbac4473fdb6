import type { Person } from "./person.ts";

/** Finds active people by user id: first among agents, then among customers. */
export interface PeopleDirectory {
  /**
   * With `issuedAt`, returns null also if access tokens of that time are no longer those of the
   * person.
   */
  find(userId: string, issuedAt?: number): Promise<Person | null>;
  /** Lists the origins of all tenants, for preflight requests, which carry no token. */
  allOrigins(): Promise<readonly string[]>;
}

/** Records that invited people use the product. From then on they can be called. */
export interface Arrivals {
  markJoined(userId: string): Promise<void>;
}
