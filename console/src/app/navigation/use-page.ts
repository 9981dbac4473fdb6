import { useSyncExternalStore } from "react";

/** Every page, in the order of the navigation. */
export const pages = ["Calls", "Call-backs", "Customers", "Team", "Settings"] as const;
/** Name of a page, as it is shown. */
export type PageName = (typeof pages)[number];

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** Returns the fragment of a page's address, such as `#/team`. */
export const fragmentOf = (page: PageName): string => `#/${page.toLowerCase().replace("-", "")}`;
const current = (): PageName =>
  pages.find((page) => `${window.location.hash}/`.startsWith(`${fragmentOf(page)}/`)) ?? "Calls";

/**
 * Returns the page that the address names, and a function that opens another page. A reload and the
 * browser's Back button work.
 */
export const usePage = (): [PageName, (page: PageName) => void] => [
  useSyncExternalStore(subscribe, current),
  openPage,
];

function openPage(page: PageName): void {
  window.location.hash = fragmentOf(page);
}
