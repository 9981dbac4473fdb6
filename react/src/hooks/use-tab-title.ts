import { useEffect } from "react";

/**
 * Puts a text before the title of the tab, for people who look at another tab. Null shows the
 * page's own title. A title that the page sets meanwhile stays.
 */
export function useTabTitle(text: string | null): void {
  useEffect(() => {
    if (text === null) return undefined;
    const own = document.title;
    const title = own === "" ? text : `${text} · ${own}`;
    document.title = title;
    return () => {
      if (document.title === title) document.title = own;
    };
  }, [text]);
}
