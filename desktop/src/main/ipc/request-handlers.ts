import type { PreferencesStore } from "../preferences/preferences-store.ts";
import type { SessionStore } from "../session/session-store.ts";
import type { RequestHandlers } from "./handle-requests.ts";

interface RequestHandlerDeps {
  /** Resolves once the keychain has been tried. */
  readonly sessionStore: Promise<SessionStore>;
  /** Handlers of the account channels. */
  readonly accounts: Pick<RequestHandlers, Extract<keyof RequestHandlers, `accounts:${string}`>>;
  /** Handlers of the channels of links. */
  readonly links: Pick<RequestHandlers, Extract<keyof RequestHandlers, `links:${string}`>>;
  readonly preferences: Pick<PreferencesStore, "current" | "change">;
  showMissedCalls(count: number): void;
  unsavedSaved(): void;
}

/** Creates the handler of each request channel. */
export const createRequestHandlers = ({
  sessionStore,
  accounts,
  links,
  preferences,
  showMissedCalls,
  unsavedSaved,
}: RequestHandlerDeps): RequestHandlers => ({
  ...accounts,
  ...links,
  "preferences:current": preferences.current,
  "preferences:change": preferences.change,
  "session:storage-kind": async () => (await sessionStore).kind,
  "missed:show": showMissedCalls,
  "unsaved:saved": unsavedSaved,
});
