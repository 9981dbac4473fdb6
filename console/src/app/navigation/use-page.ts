import { useSyncExternalStore } from "react";

/** Every page of the navigation, in its order. */
export const pages = ["Calls", "Call-backs", "Customers", "Team", "Settings"] as const;
/** Name of a page, as it is shown. Settings and header lead to Devices. */
export type PageName = (typeof pages)[number] | "Devices";

const allPages: readonly PageName[] = [...pages, "Devices"];

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** Returns the fragment of a page's address, such as `#/team`. */
export const fragmentOf = (page: PageName): string => `#/${page.toLowerCase().replace("-", "")}`;
const current = (): PageName =>
  allPages.find((page) => `${window.location.hash}/`.startsWith(`${fragmentOf(page)}/`)) ?? "Calls";

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
