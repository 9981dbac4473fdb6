import type { Account } from "@synapse-voice/desktop/accounts";
import {
  defaultPreferences,
  type AccountProblem,
  type DesktopBridge,
  type OpenedLink,
  type Preferences,
  type StorageKind,
} from "@synapse-voice/desktop/bridge";
import { createDesktopPlatform } from "../shared/platform/desktop-platform.ts";

/** Makes a fake bridge, and the desktop platform over it. */
export function bridgedPlatform(kind: StorageKind = "keychain") {
  const calls: unknown[][] = [];
  let problem: AccountProblem | null = null;
  let change: (account: Account | null) => void = () => undefined;
  let failKeychain: () => void = () => undefined;
  let askToSave: () => void = () => undefined;
  let collect: (id: string) => void = () => undefined;
  let changePreferences: (preferences: Preferences) => void = () => undefined;
  let missTray: () => void = () => undefined;
  let openSettings: () => void = () => undefined;
  let current: Promise<Account | null> = Promise.resolve(null);
  let opened: OpenedLink | null = null;
  let changeLink: () => void = () => undefined;
  const handlers = { "synapse-voice": true, tel: false, callto: false };
  const command =
    (name: string) =>
    async (...args: unknown[]): Promise<AccountProblem | null> => {
      calls.push([name, ...args]);
      return problem;
    };
  const bridge: DesktopBridge = {
    session: {
      storageKind: async () => kind,
      onMemoryOnly: (listener) => {
        failKeychain = listener;
        return () => undefined;
      },
    },
    accounts: {
      current: () => current,
      onChanged: (listener) => {
        change = listener;
        return () => undefined;
      },
      signIn: command("signIn"),
      signOut: async () => void calls.push(["signOut"]),
      sendPasswordLink: command("sendPasswordLink"),
      redeemLink: command("redeemLink"),
      confirmSecondFactor: command("confirmSecondFactor"),
      setPassword: command("setPassword"),
    },
    preferences: {
      current: async () => defaultPreferences,
      change: async (change) => void calls.push(["change", change]),
      onChanged: (listener) => {
        changePreferences = listener;
        return () => undefined;
      },
    },
    openCrm: async (customerId) => {
      calls.push(["openCrm", customerId]);
      return "not_set_up";
    },
    shortcuts: {
      problems: async () => [],
      pause: async (isPaused) => void calls.push(["pause", isPaused]),
    },
    connectClient: (requestId) => void calls.push(["connectClient", requestId]),
    showMissedCalls: async (count) => void calls.push(["showMissedCalls", count]),
    answerByHeadset: async (callId) => void calls.push(["answerByHeadset", callId]),
    showUnheard: async (isUnheard) => void calls.push(["showUnheard", isUnheard]),
    onSaveUnsaved: (listener) => {
      askToSave = listener;
      return () => undefined;
    },
    unsavedSaved: async () => void calls.push(["unsavedSaved"]),
    report: {
      save: async () => "saved",
      onCollect: (listener) => {
        collect = listener;
        return () => undefined;
      },
      sendPart: async (...part) => void calls.push(["sendPart", ...part]),
    },
    onTrayMissing: (listener) => {
      missTray = listener;
      return () => undefined;
    },
    onOpenSettings: (listener) => {
      openSettings = listener;
      return () => undefined;
    },
    loginItem: {
      isEnabled: async () => true,
      setEnabled: async (enabled) => void calls.push(["loginItem", enabled]),
    },
    quit: async () => void calls.push(["quit"]),
    links: {
      opened: async () => opened,
      onChanged: (listener) => {
        changeLink = listener;
        return () => undefined;
      },
      done: async (id) => void calls.push(["done", id]),
      handlers: async () => handlers,
      register: async (...args) => {
        calls.push(["register", ...args]);
        return handlers;
      },
    },
  };
  const platform = createDesktopPlatform(bridge);
  const { main } = platform;
  if (main === null) throw new Error("no main process");
  return {
    platform,
    main,
    calls,
    failWith: (next: AccountProblem) => (problem = next),
    setCurrent: (account: Promise<Account | null>) => (current = account),
    change: (account: Account | null) => change(account),
    failKeychain: () => failKeychain(),
    askToSave: () => askToSave(),
    collect: (id: string) => collect(id),
    open: (link: OpenedLink | null) => {
      opened = link;
      changeLink();
    },
    changePreferences: (preferences: Preferences) => changePreferences(preferences),
    missTray: () => missTray(),
    openSettings: () => openSettings(),
  };
}
