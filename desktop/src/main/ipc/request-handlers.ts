import type { LoginItem } from "../login-item/login-item.ts";
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
  /** Handlers of the channels of shortcuts. */
  readonly shortcuts: Pick<RequestHandlers, Extract<keyof RequestHandlers, `shortcuts:${string}`>>;
  readonly preferences: Pick<PreferencesStore, "current" | "change">;
  /** Opens a customer's record in the browser. */
  readonly openCrm: RequestHandlers["crm:open"];
  showMissedCalls(count: number): void;
  showUnheard(isUnheard: boolean): void;
  answer(callId: string): void;
  unsavedSaved(): void;
  /** Handlers of the support report. */
  readonly report: Pick<RequestHandlers, Extract<keyof RequestHandlers, `report:${string}`>>;
  readonly loginItem: LoginItem;
  /** Quits the app, after a question during a call. */
  quit(): void;
}

/** Creates the handler of each request channel. */
export const createRequestHandlers = ({
  sessionStore,
  accounts,
  links,
  shortcuts,
  preferences,
  openCrm,
  showMissedCalls,
  showUnheard,
  answer,
  unsavedSaved,
  report,
  loginItem,
  quit,
}: RequestHandlerDeps): RequestHandlers => ({
  ...accounts,
  ...report,
  ...links,
  ...shortcuts,
  "preferences:current": preferences.current,
  "preferences:change": preferences.change,
  "crm:open": openCrm,
  "session:storage-kind": async () => (await sessionStore).kind,
  "missed:show": showMissedCalls,
  "unheard:show": showUnheard,
  "calls:answer": answer,
  "unsaved:saved": unsavedSaved,
  "login-item:is-enabled": loginItem.isEnabled,
  "login-item:set-enabled": loginItem.setEnabled,
  "app:quit": quit,
});
