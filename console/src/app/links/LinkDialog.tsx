import { useId, type ReactElement, type ReactNode } from "react";
import { lookUpPeople } from "@synapse-voice/contract";
import {
  Button,
  CopyDetails,
  noticeWords,
  Skeleton,
  useCallClient,
  useResource,
  type Resource,
} from "@synapse-voice/react";
import type { Link } from "@synapse-voice/desktop/bridge";
import { CallDialog } from "../../shared/CallDialog.tsx";
import { toLinkPerson, type LinkPerson } from "./link-person.ts";
import { invalidLinkWords, nobodyWords, targetOf, type PersonLink } from "./link-words.ts";
import { PeopleToCall } from "./PeopleToCall.tsx";
import { PersonToCall } from "./PersonToCall.tsx";

interface Props<L> {
  readonly link: L;
  /** The person has decided about the link. */
  readonly done: () => void;
}

/** Asks whether to call the person whom a link names, or says why nobody can be called. */
export const LinkDialog = ({ link, done }: Props<Link>): ReactElement =>
  link.kind === "invalid" ? (
    <Frame title={invalidLinkWords(link.reason).title} done={done}>
      <Close text={invalidLinkWords(link.reason).text} done={done} />
    </Frame>
  ) : (
    <FoundByLink link={link} done={done} />
  );

function queryOf(link: PersonLink) {
  if (link.kind === "phone") return { phone: link.e164 };
  return link.kind === "email" ? { email: link.email } : { supabaseUserId: link.id };
}

/** Looks the person up. At first nothing shows, then a placeholder until the reply. */
function FoundByLink({ link, done }: Props<PersonLink>): ReactElement | null {
  const client = useCallClient();
  const target = targetOf(link);
  const found = useResource(`link:${target}`, async (signal) => {
    const people = await client.request(lookUpPeople, { query: queryOf(link), signal });
    return people.map(toLinkPerson);
  });
  const { data: people, error, slow, reload } = found;
  if (people === null && error === null && !slow) return null;
  return (
    <Frame title={titleFor(link, found)} done={done}>
      {people === null && error === null ? <Skeleton rows={1} label="Looking up" /> : null}
      {people === null && error !== null ? (
        <Failed code={error} retry={reload} done={done} />
      ) : null}
      {people === null ? null : <Found link={link} people={people} done={done} />}
    </Frame>
  );
}

function titleFor(link: PersonLink, { data, error }: Resource<readonly LinkPerson[]>): string {
  if (data === null)
    return error === null ? `Looking up ${targetOf(link)}` : noticeWords(error, "agent").title;
  const [person] = data;
  if (person === undefined) return nobodyWords(link).title;
  return data.length === 1 ? `Call ${person.name}?` : "Who do you want to call?";
}

function Found({
  link,
  people,
  done,
}: Props<PersonLink> & { readonly people: readonly LinkPerson[] }): ReactElement {
  const [person] = people;
  if (person === undefined)
    return <Close target={targetOf(link)} text={nobodyWords(link).text} done={done} />;
  return people.length === 1 ? (
    <PersonToCall person={person} done={done} />
  ) : (
    <PeopleToCall people={people} target={targetOf(link)} done={done} />
  );
}

function Frame({
  title,
  done,
  children,
}: {
  readonly title: string;
  readonly done: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const id = useId();
  return (
    <CallDialog labelledBy={id} className="link" close={done}>
      <h2 id={id} className="sv-title">
        {title}
      </h2>
      {children}
    </CallDialog>
  );
}

/** Says why nobody can be called. */
function Close({
  target,
  text,
  done,
}: {
  readonly target?: string;
  readonly text: string;
  readonly done: () => void;
}): ReactElement {
  return (
    <>
      {target === undefined ? null : <p className="link-target">{target}</p>}
      <p className="sv-secondary">{text}</p>
      <div className="link-buttons">
        <Button onClick={done}>Close</Button>
      </div>
    </>
  );
}

/** Says why the look-up failed. */
function Failed({
  code,
  retry,
  done,
}: {
  readonly code: string;
  readonly retry: () => void;
  readonly done: () => void;
}): ReactElement {
  const { detail } = noticeWords(code, "agent");
  return (
    <>
      <p className="sv-secondary">Nobody was called. {detail}</p>
      <CopyDetails code={code} />
      <div className="link-buttons">
        <Button onClick={done}>Close</Button>
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
      </div>
    </>
  );
}
