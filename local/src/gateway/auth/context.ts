import type { Database } from "../database.ts";
import type { Outbox } from "../outbox.ts";
import type { GatewaySettings } from "../settings.ts";
import type { SessionsStore } from "./stores/sessions-store.ts";
import type { LinksStore } from "./stores/links-store.ts";
import type { Tokens } from "./tokens.ts";
import type { UsersStore } from "./stores/users-store.ts";

/** Dependencies of the routes of /auth/v1. */
export type AuthContext = {
  db: Database;
  settings: GatewaySettings;
  tokens: Tokens;
  users: UsersStore;
  sessions: SessionsStore;
  links: LinksStore;
  outbox: Outbox;
};
