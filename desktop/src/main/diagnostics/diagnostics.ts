import { app, net } from "electron";
import type { ClientState } from "@synapse-voice/client";
import type { ReportOutcome } from "../../bridge/support-report.ts";
import type { Settings } from "../config/settings.ts";
import type { Log } from "../log/log.ts";
import type { Redactor } from "../log/redact.ts";
import { runAfter, withTimeLimit } from "../session/time-limit.ts";
import { testConnections } from "./connection-tests.ts";
import { settingFacts, stateFacts, versionFacts } from "./facts.ts";
import { packReport } from "./pack-report.ts";
import { createPageParts, type PageParts } from "./page-part.ts";
import { createSaveReport, type SavePorts } from "./save-report.ts";

interface DiagnosticsDeps {
  readonly settings: Settings;
  readonly log: Log;
  readonly redactor: Redactor;
  readonly dialogs: SavePorts;
  /** Asks the page for its part of the report with this id. */
  askPage(id: string): void;
  /** Returns the state of the call client; null while nobody is signed in. */
  clientState(): ClientState | null;
  storageKind(): Promise<string>;
}

/** Support reports. */
export interface Diagnostics {
  save(): Promise<ReportOutcome>;
  /** Handlers of the channels of pages. */
  readonly handlers: {
    readonly "report:save": () => Promise<ReportOutcome>;
    readonly "report:page-part": PageParts["received"];
  };
}

/** Time in ms that the kind of the storage may take: the keychain may hang. */
const storageLimitMs = 4_000;

const netFetch: typeof fetch = (input, init) =>
  net.fetch(input instanceof URL ? input.href : input, init);

/** Makes support reports. Everything is collected at once. */
export function createDiagnostics(deps: DiagnosticsDeps): Diagnostics {
  const { settings, log, redactor } = deps;
  const pageParts = createPageParts(deps.askPage, runAfter);
  const make = async (): Promise<Uint8Array> => {
    const state = deps.clientState();
    const [tests, page, storage] = await Promise.all([
      testConnections(settings, {
        fetch: netFetch,
        WebSocket,
        after: runAfter,
        monotonic: () => performance.now(),
      }),
      state === null ? "Nobody is signed in." : pageParts.request(),
      withTimeLimit(deps.storageKind(), storageLimitMs, runAfter).catch(() => "unknown"),
    ]);
    const report = {
      at: Date.now(),
      versions: versionFacts(app.getVersion()),
      settings: settingFacts(settings),
      state: stateFacts(state, storage),
      tests,
      page,
      lines: log.lines(),
    };
    return packReport(report, app.getPath("crashDumps"), redactor);
  };
  const save = createSaveReport(deps.dialogs, make, Date.now);
  return { save, handlers: { "report:save": save, "report:page-part": pageParts.received } };
}
