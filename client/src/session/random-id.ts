/** Makes a random id: 128 bits as 32 hex digits. `crypto.randomUUID` needs a secure page. */
export function randomId(): string {
  let id = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16)))
    id += byte.toString(16).padStart(2, "0");
  return id;
}
