/** Longest preview of notes in a history, in characters (code points), without its ellipsis. */
export const previewLength = 200;

/**
 * Returns the beginning of notes for a history, with an ellipsis if there is more. One character
 * more than {@link previewLength} of the text is enough for it.
 */
export function previewOf(text: string): string {
  const characters = [...text];
  return characters.length > previewLength
    ? `${characters.slice(0, previewLength).join("").trimEnd()}…`
    : text;
}
