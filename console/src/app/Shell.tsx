import { useState, type ReactElement } from "react";
import { me as meEndpoint } from "@synapse-voice/contract";
import {
  Button,
  CallManager,
  EmptyState,
  noticeWords,
  useCallClient,
  useResource,
} from "@synapse-voice/react";
import type { Account } from "../shared/accounts/accounts.ts";
import { CallbacksPage } from "../pages/callbacks/CallbacksPage.tsx";
import { CallsPage } from "../pages/calls/CallsPage.tsx";
import { CustomersPage } from "../pages/customers/CustomersPage.tsx";
import { SettingsPage } from "../pages/settings/SettingsPage.tsx";
import { TeamPage } from "../pages/team/TeamPage.tsx";
import { Banners } from "./Banners.tsx";
import { Guard } from "./Guard.tsx";
import { Header } from "./Header.tsx";
import { Navigation } from "./navigation/Navigation.tsx";
import { PersonDetail } from "./PersonDetail.tsx";
import { ReadyStage } from "./ReadyStage.tsx";
import { SelectionContext, type Person } from "../shared/people/selection.ts";
import { useSignOut } from "../shared/sign-out.ts";
import { useAttention } from "./use-attention.ts";
import { useOpenCallbacks } from "./navigation/use-open-callbacks.ts";
import { usePage, type PageName } from "./navigation/use-page.ts";
import type { Me } from "../shared/who.ts";

/** Why somebody who is signed in can't work here. */
const stoppers = new Set(["not_provisioned", "forbidden", "token_invalid"]);

/** Everything that an agent sees once signed in. */
export function Shell({ account }: { account: Account }): ReactElement {
  const client = useCallClient();
  const {
    data: me,
    error,
    reload,
  } = useResource("me", async (signal) => client.request(meEndpoint, { signal }));
  useAttention();
  if (me?.type === "PORTAL_CUSTOMER")
    return (
      <Stopped
        title="This console is for agents"
        text="You are signed in as a customer. Sign in with an agent's account."
      />
    );
  if (me === null && error !== null && stoppers.has(error)) {
    const words = noticeWords(error, "agent");
    return <Stopped title={words.title} text={words.detail ?? ""} code={error} retry={reload} />;
  }
  return <Screens me={me} account={account} />;
}

function Screens({ me, account }: { me: Me | null; account: Account }): ReactElement {
  const [page, go] = usePage();
  const [person, select] = useState<Person | null>(null);
  const [openCallbacks, learnOpen] = useOpenCallbacks();
  const leave = (next: PageName): void => {
    select(null);
    go(next);
  };
  return (
    <SelectionContext value={{ person, select }}>
      <div className={person === null ? "shell" : "shell shell-detail"}>
        <Header me={me} account={account} />
        <Navigation page={page} openCallbacks={openCallbacks} go={leave} />
        {/* Before the list, so that a call is one step back from the search with the keyboard; the style sheet says where it stands. */}
        <div className="stage">
          <CallManager placement="inline" />
          <Guard of={person?.supabaseUserId ?? ""}>
            {person === null ? (
              <ReadyStage />
            ) : (
              <PersonDetail
                key={person.supabaseUserId}
                person={person}
                close={() => select(null)}
              />
            )}
          </Guard>
        </div>
        <main className="list" aria-label={page}>
          <h1 className="sv-visually-hidden">{page}</h1>
          <Banners />
          <Guard of={page}>
            <Page page={page} me={me} account={account} onOpenCallbacks={learnOpen} />
          </Guard>
        </main>
      </div>
    </SelectionContext>
  );
}

function Page({
  page,
  me,
  account,
  onOpenCallbacks,
}: {
  page: PageName;
  me: Me | null;
  account: Account;
  onOpenCallbacks: (count: number) => void;
}): ReactElement {
  if (page === "Callbacks") return <CallbacksPage me={me} onOpen={onOpenCallbacks} />;
  if (page === "Customers") return <CustomersPage />;
  if (page === "Team") return <TeamPage me={me} />;
  if (page === "Settings") return <SettingsPage me={me} account={account} />;
  return <CallsPage />;
}

function Stopped({
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
  return (
    <main className="stopped">
      <EmptyState icon="lock" title={title} text={text} {...(code === undefined ? {} : { code })}>
        {retry === undefined ? null : <Button onClick={retry}>Try again</Button>}
        <Button icon="log-out" onClick={() => void signOut()}>
          Sign out
        </Button>
      </EmptyState>
    </main>
  );
}
