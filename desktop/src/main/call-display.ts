import { powerSaveBlocker, shell } from "electron";
import { createAlerts } from "./alerts/alerts.ts";
import type { Preferences } from "../bridge/preferences.ts";
import type { AccountCalls } from "./calls/account-calls.ts";
import { createCrm, type Crm } from "./crm/crm.ts";
import { createKeepAwake } from "./keep-awake.ts";
import type { Quit } from "./quit/quit.ts";
import { createOutsideAnswers, type OutsideAnswers } from "./ringing/outside-answers.ts";
import { createRinging, type Ringing } from "./ringing/ringing.ts";
import { agentStatus } from "./tray/agent-status.ts";
import type { AppTray } from "./tray/tray.ts";
import type { WindowFiles } from "./windows/page-options.ts";
import { createRingWindow } from "./windows/ring-window.ts";
import type { SoftphoneWindow } from "./windows/softphone-window.ts";

interface CallDisplayDeps {
  readonly softphone: SoftphoneWindow;
  readonly tray: AppTray;
  readonly quit: Quit;
  preferences(): Preferences;
  /** Loads the console's page, if it waits after crashes. */
  loadConsole(): void;
  readonly client: AccountCalls["client"];
  readonly profileFolder: string;
  readonly windowFiles: WindowFiles;
  /** Path of the icon that Windows lays over the app's button. */
  readonly missedIcon: string;
  log(subject: string, reason: string): void;
}

/** Everything that follows the calls outside the console's page. */
export interface CallDisplay {
  /** The calls or the person's choices changed. */
  update(): void;
  /** Opens a customer's record in the CRM. Resolves with null, or with the reason why it didn't. */
  openCrm(customerId: string): ReturnType<Crm["open"]>;
  /** Sets the number of unseen missed calls. */
  showMissed(count: number): void;
  /** Answers a call from outside the windows. */
  readonly answer: OutsideAnswers["answer"];
  /** Takes whether callers would not hear the person. */
  readonly showUnheard: OutsideAnswers["setUnheard"];
}

/** Follows calls that ring. They open the ring window. */
function followRings({
  softphone,
  windowFiles,
  preferences,
  loadConsole,
  log,
}: CallDisplayDeps): Ringing {
  const ring = createRingWindow({
    ...windowFiles,
    onGivenUp: softphone.showInactive,
    log: (reason) => log("ring page", reason),
  });
  return createRinging({
    mayOpenRing: () => preferences().alerts,
    openRing: ring.open,
    closeRing: ring.close,
    loadConsole,
    showConsole: softphone.show,
  });
}

/**
 * Shows the calls in the tray, the ring window, notifications and the taskbar, and keeps the system
 * awake on calls. Opens the customer's record in the CRM.
 */
export function createCallDisplay(deps: CallDisplayDeps): CallDisplay {
  const { softphone, tray, quit, preferences, loadConsole, client, missedIcon, log } = deps;
  const answers = createOutsideAnswers({ client, loadConsole, showConsole: softphone.show });
  const keepAwake = createKeepAwake(powerSaveBlocker);
  const alerts = createAlerts({
    window: softphone.window,
    missedIcon,
    openWindow: softphone.show,
    answer: answers.answer,
    preferences,
    log: (reason) => log("notification", reason),
  });
  const ringing = followRings(deps);
  const crm = createCrm({ ...deps, shell });
  let missed = 0;
  const update = (): void => {
    const current = client();
    const state = current?.getState() ?? null;
    // First, so that nothing else that fails can keep a ring from being seen.
    ringing.update(state);
    const status = agentStatus(state, missed, preferences());
    tray.showStatus(status);
    quit.showStatus(status);
    keepAwake(status);
    alerts.update(current, missed);
    crm.screenPop.update(state);
  };
  return {
    update,
    openCrm: (customerId) => crm.open(customerId),
    showMissed: (count) => {
      missed = count;
      update();
    },
    answer: answers.answer,
    showUnheard: answers.setUnheard,
  };
}
