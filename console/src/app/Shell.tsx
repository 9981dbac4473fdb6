import { useEffect, useState, type ReactElement } from "react";
import { me as meEndpoint } from "@synapse-voice/contract";
import {
  Button,
  CallManager,
  EmptyState,
  noticeWords,
  useCallClient,
  useResource,
} from "@synapse-voice/react";
import type { Account } from "@synapse-voice/desktop/accounts";
import { useCallsFilter } from "../pages/calls/use-calls-filter.ts";
import { Banners } from "./Banners.tsx";
import { usePageReport } from "./diagnostics/use-page-report.ts";
import { CustomerAccount } from "./CustomerAccount.tsx";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { HeadsetProvider } from "./headset/HeadsetProvider.tsx";
import { Header } from "./Header.tsx";
import { OpenedLink } from "./links/OpenedLink.tsx";
import { Navigation } from "./navigation/Navigation.tsx";
import { Overview } from "./overview/Overview.tsx";
import { Page, PersonDetail } from "./Page.tsx";
import { Shortcuts } from "./shortcuts/Shortcuts.tsx";
import { StageBar } from "./StageBar.tsx";
import { SelectionContext, type Selection } from "../shared/people/selection.ts";
import { useSignOut } from "../shared/sign-out.ts";
import { PageFootContext } from "../shared/PageFoot.tsx";
import { useServices } from "../shared/services.ts";
import { UnsavedChangesContext } from "../shared/unsaved-changes.ts";
import { useAttention } from "./use-attention.ts";
import { UnsavedNotes } from "./person/UnsavedNotes.tsx";
import { useShownPerson, type ShownPerson } from "./person/use-shown-person.ts";
import { useMissedCalls } from "./missed/use-missed-calls.ts";
import { CallHistoryProvider } from "../shared/calls/CallHistory.tsx";
import { useOpenCallbacks } from "./navigation/use-open-callbacks.ts";
import { useGuardedPage } from "./navigation/use-guarded-page.ts";
import type { PageName } from "./navigation/use-page.ts";
import type { Profile } from "../shared/profile.ts";

/** Interval at which the profile loads again, since an admin may change the role or the name. */
const profileIntervalMs = 300_000;

/** Error codes of `GET /api/me` that mean that this account can't use the console. */
const blockingCodes = new Set(["not_provisioned", "forbidden", "token_invalid"]);

/** All screens of an agent who is signed in. */
export function Shell({ account }: { account: Account }): ReactElement {
  const client = useCallClient();
  const {
    data: profile,
    error,
    reload,
  } = useResource(
    "me",
    async (signal) => client.request(meEndpoint, { signal }),
    profileIntervalMs,
  );
  if (profile?.type === "PORTAL_CUSTOMER")
    return <CustomerAccount profile={profile} account={account} />;
  if (profile === null && error !== null && blockingCodes.has(error)) {
    const words = noticeWords(error, "agent");
    return (
      <AccessBlocked title={words.title} text={words.detail ?? ""} code={error} retry={reload} />
    );
  }
  return (
    <CallHistoryProvider>
      <Shortcuts>
        <HeadsetProvider>
          <Screens profile={profile} account={account} />
        </HeadsetProvider>
        <ErrorBoundary resetKey="">
          <OpenedLink />
        </ErrorBoundary>
      </Shortcuts>
    </CallHistoryProvider>
  );
}

function Screens({
  profile,
  account,
}: {
  profile: Profile | null;
  account: Account;
}): ReactElement {
  const { page, go, unsaved } = useGuardedPage();
  const shown = useShownPerson();
  const { selection } = shown;
  const [openCallbacks, reportOpenCallbacks] = useOpenCallbacks();
  const [callsFilter] = useCallsFilter();
  const [foot, setFoot] = useState<HTMLElement | null>(null);
  const missed = useMissedCalls(page === "Calls" && callsFilter === "mine");
  useAttention(missed);
  usePageReport();
  const goTo = (next: PageName): void => {
    selection.select(null);
    go(next);
  };
  useOpenSettings(selection, go);
  return (
    <SelectionContext value={selection}>
      <div className={shellClass(page, shown)}>
        <Header profile={profile} account={account} />
        <Navigation page={page} openCallbacks={openCallbacks} missed={missed ?? 0} go={goTo} />
        <main aria-label={page}>
          <h1 className="sv-visually-hidden">{page}</h1>
          {/* Before the list in the document, so that Shift+Tab leads from the search to a call.
              The style sheets place its parts. */}
          <CallManager placement="docked" callControls={<NotesButton open={shown.notes.open} />} />
          <StageBar />
          {/* Scrolls by keyboard, also where it has nothing to press. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className="work" tabIndex={0}>
            {fullPages.has(page) && !shown.isChosen ? null : (
              <Stage page={page} shown={shown} crmUrl={profile?.crmUrl ?? null} />
            )}
            <div className="list">
              <Banners profile={profile} showsDevices={page !== "Devices"} />
              <UnsavedNotes openOf={shown.notes.openOf} />
              <ErrorBoundary resetKey={page}>
                <UnsavedChangesContext value={unsaved}>
                  <PageFootContext value={foot}>
                    <Page
                      page={page}
                      profile={profile}
                      account={account}
                      onOpenCallbacks={reportOpenCallbacks}
                    />
                  </PageFootContext>
                </UnsavedChangesContext>
              </ErrorBoundary>
            </div>
          </div>
          <div ref={setFoot} className="page-foot" />
        </main>
      </div>
    </SelectionContext>
  );
}

/** Shows the settings when the person chooses them in the desktop app's tray. */
function useOpenSettings({ select }: Selection, go: (page: PageName) => void): void {
  const { main } = useServices().platform;
  useEffect(
    () =>
      main?.onOpenSettings(() => {
        select(null);
        go("Settings");
      }),
    [main, select, go],
  );
}

/** Opens the notes of the active call, on the page of its other side. */
const NotesButton = ({ open }: { open: () => void }): ReactElement => (
  <Button icon="square-pen" onClick={open}>
    Notes
  </Button>
);

/** Shows a person, or without one the overview. */
function Stage({
  page,
  shown: { person, isChosen, selection, notes },
  crmUrl,
}: {
  page: PageName;
  shown: ShownPerson;
  crmUrl: string | null;
}): ReactElement {
  return (
    <div className="stage">
      <ErrorBoundary resetKey={person?.userId ?? ""}>
        {person === null ? (
          <Overview page={page} />
        ) : (
          <PersonDetail
            key={person.userId}
            person={person}
            takesFocus={isChosen && notes.request === 0}
            notes={notes}
            crmUrl={crmUrl}
            close={() => selection.select(null)}
          />
        )}
      </ErrorBoundary>
    </div>
  );
}

/** Pages that take the place of list and stage. */
const fullPages: ReadonlySet<PageName> = new Set(["Team", "Settings", "Devices"]);

/** Returns the classes by which the style sheets place the parts. */
function shellClass(page: PageName, { isChosen, isOnTop }: ShownPerson): string {
  const isFull = fullPages.has(page);
  const classes = ["shell", `shell-${page.toLowerCase()}`];
  if (isFull) classes.push("shell-full");
  if (isFull ? isChosen : isOnTop) classes.push("shell-detail");
  return classes.join(" ");
}

function AccessBlocked({
  title,
  text,
  code,
  retry,
}: {
  title: string;
  text: string;
  code?: string;
  retry?: () => void;
}): ReactElement {
  const signOut = useSignOut();
  useAttention(0);
  return (
    <main className="stopped">
      <h1 className="sv-visually-hidden">No access</h1>
      <EmptyState icon="lock" title={title} text={text} {...(code === undefined ? {} : { code })}>
        {retry === undefined ? null : <Button onClick={retry}>Try again</Button>}
        <Button icon="log-out" onClick={() => void signOut()}>
          Sign out
        </Button>
      </EmptyState>
    </main>
  );
}
