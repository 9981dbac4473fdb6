import { useSelection } from "./selection.ts";

/** Returns what to say once a person's phone number was changed. */
export const phoneWords = (firstName: string, phone: string | null): string =>
  phone === null
    ? `${firstName} has no phone number now.`
    : `${firstName}'s phone number is ${phone} now.`;

/** Returns a function that shows a changed number in the details of the person. */
export function useShownPhone(): (userId: string, phone: string | null) => void {
  const { person, select } = useSelection();
  return (userId, phone) => {
    if (person?.userId === userId) select({ ...person, phone });
  };
}
