import { useEffect, useState, type ReactElement } from "react";
import type { Session, SupabaseClient } from "@supabase/supabase-js";
import {
  AgentSelector,
  Avatar,
  Button,
  CallManager,
  VoiceProvider,
  WrapUp,
  shortName,
} from "@synapse-voice/react";
import type { FindAccounts } from "./accounts-source.ts";
import { Accounts } from "./Accounts.tsx";
import { Reachable } from "./Reachable.tsx";

interface Demo {
  readonly password: string;
  readonly people: readonly { readonly name: string; readonly email: string }[];
}

/**
 * Shows a company's own CRM with calls in it. Three additions are enough: `VoiceProvider` around
 * the page, `CallManager` once, and call buttons where agents need them.
 */
export function Crm({
  apiUrl,
  supabase,
  findAccounts,
  demo,
}: {
  apiUrl: string;
  supabase: SupabaseClient;
  findAccounts: FindAccounts;
  demo: Demo;
}): ReactElement | null {
  const [session, setSession] = useState<Session | null>();
  useEffect(() => {
    const { data } = supabase.auth.onAuthStateChange((_event, next) => setSession(next));
    return () => data.subscription.unsubscribe();
  }, [supabase]);
  if (session === undefined) return null;
  if (session === null) return <SignIn demo={demo} supabase={supabase} />;
  const name =
    demo.people.find(({ email }) => email === session.user.email)?.name ?? session.user.email ?? "";
  return (
    <VoiceProvider key={session.user.id} apiUrl={apiUrl} supabase={supabase}>
      <div className="crm">
        <header className="crm-bar">
          <p className="crm-brand">Acme CRM</p>
          <nav className="crm-nav" aria-label="CRM">
            <span>Dashboard</span>
            <span aria-current="page">Accounts</span>
            <span>Invoices</span>
          </nav>
          <WrapUp />
          <Reachable />
          <AgentSelector variant="secondary">
            <Button icon="headset">Ask a colleague</Button>
          </AgentSelector>
          <Avatar id={session.user.id} name={name} size={32} />
          <Button variant="ghost" onClick={() => void supabase.auth.signOut({ scope: "local" })}>
            Sign out
          </Button>
        </header>
        <Accounts findAccounts={findAccounts} />
      </div>
      <CallManager />
    </VoiceProvider>
  );
}

function SignIn({ demo, supabase }: { demo: Demo; supabase: SupabaseClient }): ReactElement {
  const [failed, setFailed] = useState(false);
  const signIn = async (email: string): Promise<void> => {
    const { error } = await supabase.auth.signInWithPassword({ email, password: demo.password });
    setFailed(error !== null);
  };
  return (
    <main className="crm-gate">
      <h1 className="sv-title">Acme CRM</h1>
      <p className="sv-secondary">A demo of the React components inside a company's own pages.</p>
      {demo.people.map(({ name, email }) => (
        <Button key={email} size="large" onClick={() => void signIn(email)}>
          Sign in as {shortName(name)}
        </Button>
      ))}
      {failed ? <p role="alert">The sign-in did not work. Is the local stack running?</p> : null}
    </main>
  );
}
