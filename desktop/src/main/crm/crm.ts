import { join } from "node:path";
import type { Shell } from "electron";
import type { Preferences } from "../../bridge/preferences.ts";
import { createCrmRecords, type CrmRecords, type CrmRecordsDeps } from "./crm-records.ts";
import { openOpenedCalls } from "./opened-calls.ts";
import { createScreenPop, type ScreenPop } from "./screen-pop.ts";

interface CrmDeps {
  readonly client: CrmRecordsDeps["client"];
  readonly shell: Pick<Shell, "openExternal">;
  readonly profileFolder: string;
  preferences(): Preferences;
  log(subject: string, reason: string): void;
}

/** The records of customers in the tenant's CRM. */
export interface Crm extends CrmRecords {
  readonly screenPop: ScreenPop;
}

/** Opens them in the browser, for a page or by itself for a call. */
export function createCrm({ client, shell, profileFolder, preferences, log }: CrmDeps): Crm {
  const report = (reason: string): void => log("CRM", reason);
  const records = createCrmRecords({
    client,
    openInBrowser: (address, takesFocus) => shell.openExternal(address, { activate: takesFocus }),
    log: report,
  });
  const screenPop = createScreenPop({
    preferences,
    opened: openOpenedCalls(join(profileFolder, "screen-pops.json"), report),
    open: (customerId, options) =>
      void records.open(customerId, options).then((problem) => {
        // Where there is no CRM, every call comes here.
        if (problem !== null && problem !== "not_set_up") report(`not opened: ${problem}`);
      }),
  });
  return { ...records, screenPop };
}
