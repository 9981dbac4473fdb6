import type { InvalidLink, Link } from "@synapse-voice/desktop/bridge";

/** A title and what to do. */
export interface LinkWords {
  readonly title: string;
  readonly text: string;
}

/** A link that may name a person. */
export type PersonLink = Exclude<Link, { readonly kind: "invalid" }>;

/** Returns the part of a link that names the person, to show it. */
export function targetOf(link: PersonLink): string {
  if (link.kind === "phone") return link.e164;
  return link.kind === "email" ? link.email : link.id;
}

/** Returns the words for a link to a person whom nobody here knows. */
export const nobodyWords = (link: PersonLink): LinkWords =>
  link.kind === "phone"
    ? {
        title: "Nobody here has this number",
        text: "An admin can add it to a customer under Customers, or to a colleague under Team.",
      }
    : {
        title: "Nobody here has this address",
        text: "They may have been removed, or belong to another company.",
      };

const useless: LinkWords = {
  title: "This link calls nobody",
  text: "It is broken, or made for another app. Find the person by name to call them.",
};

const invalidWords: Readonly<Record<InvalidLink, LinkWords>> = {
  too_long: useless,
  unreadable: useless,
  unknown_link: useless,
  unknown_person: useless,
  unknown_number: useless,
  no_country_code: {
    title: "This number has no country code",
    text: "Only numbers such as +49 30 123456 can be looked up. Find the person by name to call them.",
  },
  expired: {
    title: "This link is too old",
    text: "You opened it more than 5 minutes ago. Open it again to call.",
  },
};

/** Returns the words for a link that calls nobody. */
export const invalidLinkWords = (reason: InvalidLink): LinkWords => invalidWords[reason];
