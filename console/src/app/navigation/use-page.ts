import { useSyncExternalStore } from "react";

export const pages = ["Calls", "Callbacks", "Customers", "Team", "Settings"] as const;
/** One of the console's pages. */
export type PageName = (typeof pages)[number];

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** The fragment of a page's address. */
export const fragmentOf = (page: PageName): string => `#/${page.toLowerCase()}`;
const current = (): PageName =>
  pages.find((page) => fragmentOf(page) === window.location.hash) ?? "Calls";

/** The page that the address names; a reload and the browser's Back keep to it. */
export const usePage = (): [PageName, (page: PageName) => void] => [
  useSyncExternalStore(subscribe, current),
  (page) => (window.location.hash = fragmentOf(page)),
];
